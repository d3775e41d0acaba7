// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.config.DomicileConfig;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;
import org.jboss.logging.Logger;

/// How connections are made, from callers and to upstreams. HTTP/2 is for TLS alone, where both
/// sides agree on it first.
final class Transport {

    private static final Logger LOG = Logger.getLogger(Transport.class);
    private static final int IDLE_SECONDS = 60;
    private static final int LARGEST_HEAD = 16 << 10;
    private static final int LONGEST_LINE = 4 << 10;
    private static final int CONNECT_TIMEOUT_MS = 5000;
    private static final int POOL = 256;

    private Transport() {}

    static HttpServerOptions server(DomicileConfig.Proxy config) {
        var options =
                new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxHeaderSize(LARGEST_HEAD)
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true);
        if (config.tls().certificate().isPresent()) {
            options.setUseAlpn(true).setSsl(true);
            use(config.tls(), options);
            config.tls().ca().ifPresent(_ -> options.setClientAuth(ClientAuth.REQUIRED));
        }
        return options;
    }

    /// @param tls whether the upstreams are reached over TLS
    static HttpClientOptions client(DomicileConfig.Proxy config, boolean tls) {
        var options =
                new HttpClientOptions()
                        .setMaxPoolSize(POOL)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setDecompressionSupported(false)
                        .setSsl(tls);
        if (tls) {
            options.setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
            use(config.upstream(), options);
        }
        return options;
    }

    /// Takes what goes wrong with a connection away from the library, whose log would quote what
    /// the other side sent. The exchange that it goes wrong for is told.
    static void watch(HttpConnection connection) {
        connection.exceptionHandler(thrown -> ended("a connection", thrown));
    }

    /// Notes what ended before its time, by the class of the reason alone.
    static void ended(String what, Throwable thrown) {
        LOG.debugf("%s ended: %s", what, thrown.getClass().getName());
    }

    private static void use(DomicileConfig.Proxy.Tls tls, TCPSSLOptions options) {
        if (tls.certificate().isPresent() && tls.key().isPresent()) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions()
                            .setCertPath(tls.certificate().get().toString())
                            .setKeyPath(tls.key().get().toString()));
        }
        tls.ca()
                .ifPresent(ca ->
                        options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    }
}
