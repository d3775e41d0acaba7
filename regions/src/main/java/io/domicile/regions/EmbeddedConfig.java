// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// How embedded databases run.
@ConfigMapping(prefix = "domicile.embedded")
public interface EmbeddedConfig {

    /// The user to become when the gateway runs as root and user namespaces are forbidden.
    @WithDefault("nobody")
    String user();

    /// Where PostgreSQL's programs are unpacked; `~/.cache/domicile` without.
    Optional<Path> binaries();

    /// Whether the gateway starts a database again that has ended by itself.
    @WithDefault("true")
    boolean restart();
}
