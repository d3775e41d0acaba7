// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;

/// A service behind the proxy that speaks TLS, wants a certificate, and answers with what it got,
/// in chunks.
final class TlsBackend implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /// What reached it.
    ///
    /// @param caller whom the certificate of the connection names
    record Received(HttpVersion version, String caller, String body) {}

    /// @param newest whether HTTP/2 can be agreed on
    TlsBackend(Vertx vertx, Authority.Identity own, boolean newest) {
        var folder = TlsProfile.FOLDER;
        Authority.write(own, folder, "upstream");
        Path ca = TlsProfile.INSIDE.write(folder.resolve("callers.crt"));
        server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHost("127.0.0.1")
                                        .setPort(0)
                                        .setSsl(true)
                                        .setUseAlpn(newest)
                                        .setClientAuth(ClientAuth.REQUIRED)
                                        .setKeyCertOptions(
                                                new PemKeyCertOptions()
                                                        .setCertPath(
                                                                folder.resolve("upstream.crt")
                                                                        .toString())
                                                        .setKeyPath(
                                                                folder.resolve("upstream.key")
                                                                        .toString()))
                                        .setTrustOptions(
                                                new PemTrustOptions().addCertPath(ca.toString())))
                        .requestHandler(this::serve)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    private void serve(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    received.add(new Received(request.version(), caller(request), body.toString()));
                    var response = request.response().setChunked(true);
                    response.putHeader("content-type", "application/json");
                    var _ = response.write(body.getBuffer(0, body.length() / 2));
                    var _ = response.end(body.getBuffer(body.length() / 2, body.length()));
                });
    }

    private static String caller(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException _) {
            return "nobody";
        }
    }

    List<Received> received() {
        return received;
    }

    String address() {
        return "https://127.0.0.1:" + server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
