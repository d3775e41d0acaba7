// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// HTTP/2 is for TLS alone, where both sides agree on it first. In clear text an `Upgrade: h2c`
/// that a proxy in front passes on would open a tunnel past its rules; it is ignored.
@Singleton
final class ClearText implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
