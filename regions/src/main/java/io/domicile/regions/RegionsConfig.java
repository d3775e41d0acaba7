// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The regions, by code. Three stand in the jar's own configuration: `cn`, `nl`, `sg`.
@ConfigMapping(prefix = "domicile.regions")
public interface RegionsConfig {

    @WithParentName
    Map<String, Region> regions();

    /// One region.
    interface Region {

        /// Its cipher suite: `AES-256-GCM` or `SM4-GCM`.
        String suite();

        /// Its database; without one, the gateway runs a cluster of its own for the region.
        Optional<String> jdbcUrl();

        /// The role that owns the tables: migrates, and writes the log. Wanted with `jdbc-url`.
        Optional<Role> owner();

        /// The role that everything else runs as. Wanted with `jdbc-url`.
        Optional<Role> gateway();

        /// Its key store; `<home>/<region>/keys.p12` without.
        Optional<Path> keyStore();

        /// The file with the key store's password; `<home>/<region>/keys.password` without.
        Optional<Path> keyStorePasswordFile();
    }

    /// A database role.
    interface Role {

        String username();

        /// The file with its password.
        Path passwordFile();
    }
}
