// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// Listens for the proxy from the first good file of routes on, and looks at the file now and then.
@Singleton
final class ProxyServer {

    private static final Logger LOG = Logger.getLogger(ProxyServer.class);

    private final RouteFile file;
    private final Gate gate;
    private final DomicileConfig.Proxy config;
    private final Vertx vertx;
    private final ExecutorService virtualThreads;
    private final ReentrantLock looking = new ReentrantLock();

    private volatile OptionalInt port = OptionalInt.empty();
    private volatile boolean stopped;

    ProxyServer(
            RouteFile file,
            Gate gate,
            DomicileConfig config,
            Vertx vertx,
            @VirtualThreads ExecutorService virtualThreads) {
        this.file = file;
        this.gate = gate;
        this.config = config.proxy();
        this.vertx = vertx;
        this.virtualThreads = virtualThreads;
    }

    /// @throws ConfigurationException if there is a file and it is bad
    void start(@Observes StartupEvent start) {
        var problems = file.refresh();
        if (!problems.isEmpty()) {
            throw new ConfigurationException("proxy.yaml: " + String.join("; ", problems));
        }
        listenOnce();
        vertx.setPeriodic(config.reload().toMillis(), _ -> virtualThreads.execute(this::lookAgain));
    }

    void stop(@Observes ShutdownEvent stop) {
        stopped = true;
    }

    /// Where it listens; empty until there are routes.
    OptionalInt port() {
        return port;
    }

    /// Looks at the file, unless somebody does already.
    void lookAgain() {
        if (stopped || !looking.tryLock()) {
            return;
        }
        try {
            var _ = file.refresh();
            listenOnce();
        } catch (RuntimeException e) {
            LOG.errorf("the routes of the proxy stay as they are: %s", e.getClass().getName());
        } finally {
            looking.unlock();
        }
    }

    private void listenOnce() {
        if (port.isEmpty() && file.current().isPresent()) {
            int instances = config.port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
            vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(instances))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            LOG.infof("the proxy listens on %s:%d", config.host(), port.orElse(0));
        }
    }

    /// Listens on one event loop.
    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(Transport.server(config))
                    .connectionHandler(Transport::watch)
                    .requestHandler(request -> gate.handle(request, context))
                    .listen()
                    .map(server -> port = OptionalInt.of(server.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
