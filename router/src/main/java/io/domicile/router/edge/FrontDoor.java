// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Has every server of this process watch how requests are framed, on whatever port: Vert.x finds
/// it as a service, and it comes with the transport. All of them speak HTTP, and none HTTP/2 in
/// clear text.
public final class FrontDoor extends JDKTransport implements VertxServiceProvider {

    /// A request line of 4 KiB and headers of 16; the servers' own limits may be lower.
    private static final int LONGEST_HEAD = 20 << 10;

    /// The settings' defaults, for servers that are made without them.
    private static final int MOST_HEADERS = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private StrictHttp1.@Nullable Limits limits;

    @Override
    public void init(VertxBuilder vertx) {
        var config = ConfigProvider.getConfig();
        limits =
                new StrictHttp1.Limits(
                        config.getOptionalValue("domicile.limits.headers", Integer.class)
                                .orElse(MOST_HEADERS),
                        LONGEST_HEAD,
                        config.getOptionalValue("domicile.limits.head-timeout", Duration.class)
                                .orElse(PATIENCE));
        vertx.findTransport(this);
    }

    @Override
    public void configure(NetServerOptions options, boolean domain, ServerBootstrap server) {
        super.configure(options, domain, server);
        server.handler(new Acceptor(Objects.requireNonNull(limits, "init comes first")));
    }

    /// Whether the connection that brought the request is watched.
    public static boolean watches(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                && connection.channel().hasAttr(Acceptor.WATCHED);
    }
}
