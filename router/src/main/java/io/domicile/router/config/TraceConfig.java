// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/// OpenTelemetry traces.
public interface TraceConfig {

    /// Where they are sent, OTLP over HTTP; nowhere without.
    Optional<URI> endpoint();

    /// Which part of the calls is traced that no caller traces.
    @WithDefault("0.01")
    double ratio();
}
