// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.Places;
import io.domicile.router.ProblemException;
import io.domicile.router.Problems;
import io.domicile.router.config.DomicileConfig;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Where every request of the proxy begins: its form, who sent it, its route, and a place for it.
@Singleton
final class Gate {

    private final Door door;
    private final RouteFile file;
    private final Exchanges exchanges;
    private final Places places;
    private final HttpClient clear;
    private final HttpClient secure;
    private final ConcurrentMap<String, Places> ofRoutes = new ConcurrentHashMap<>();

    Gate(Door door, RouteFile file, Exchanges exchanges, DomicileConfig config, Vertx vertx) {
        this.door = door;
        this.file = file;
        this.exchanges = exchanges;
        this.places = new Places(config.proxy().concurrency());
        this.clear = client(vertx, Transport.client(config.proxy(), false));
        this.secure = client(vertx, Transport.client(config.proxy(), true));
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options) {
        return vertx.httpClientBuilder().with(options).withConnectHandler(Transport::watch).build();
    }

    /// Takes a request on the event loop.
    ///
    /// @param context where its exchange runs
    void handle(HttpServerRequest request, Context context) {
        request.pause();
        try {
            Framing.check(request);
        } catch (ProblemException e) {
            refuse(request, e);
            return;
        }
        door.enter(request)
                .subscribe()
                .with(
                        visitor -> context.runOnContext(_ -> admit(request, visitor, context)),
                        thrown -> context.runOnContext(_ -> refuse(request, thrown)));
    }

    private void refuse(HttpServerRequest request, Throwable thrown) {
        exchanges.hangUp(request);
        Answers.send(request, Problems.of(thrown).response());
    }

    private void admit(HttpServerRequest request, Door.Visitor visitor, Context context) {
        try {
            if (!visitor.service()) {
                throw new ProblemException(
                        Fault.FORBIDDEN, "The token's roles do not allow this call.");
            }
            var match = match(request, visitor);
            var call =
                    new Call(
                            visitor.caller(),
                            visitor.reader(),
                            match,
                            Door.idempotencyKey(request),
                            Door.reason(request));
            take(request, match.route());
            proxy(call, context).handle(request);
        } catch (RuntimeException e) {
            exchanges.hangUp(request);
            var _ =
                    exchanges
                            .reject(visitor.caller(), e, context)
                            .onSuccess(answer -> Answers.send(request, answer));
        }
    }

    /// Another tenant's route is no route.
    private Routes.Match match(HttpServerRequest request, Door.Visitor visitor) {
        var host = Framing.host(request);
        var path = String.valueOf(request.path());
        return file.current()
                .flatMap(routes -> routes.match(host, request.method().name(), path))
                .filter(match ->
                        match.route().tenant().map(visitor.caller().tenant()::equals).orElse(true))
                .orElseThrow(() -> new ProblemException(Fault.NOT_FOUND, "No such route."));
    }

    /// Takes a place of the gateway, and one of the route if it has few, until the answer has gone.
    private void take(HttpServerRequest request, Route route) {
        var own = placesOf(route).map(Places::take);
        try {
            var place = places.take();
            Handler<Void> leave =
                    _ -> {
                        place.close();
                        own.ifPresent(Places.Place::close);
                    };
            request.response().endHandler(leave).closeHandler(leave);
        } catch (ProblemException e) {
            own.ifPresent(Places.Place::close);
            throw e;
        }
    }

    private Optional<Places> placesOf(Route route) {
        var most = route.limits().concurrency();
        return most.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ofRoutes.computeIfAbsent(
                                route.name() + '/' + most.getAsInt(),
                                _ -> new Places(most.getAsInt())));
    }

    private HttpProxy proxy(Call call, Context context) {
        var client = call.route().upstream().tls() ? secure : clear;
        var exchange = new Exchange(exchanges, client, call, context);
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(exchange)
                .addInterceptor(exchange);
    }
}
