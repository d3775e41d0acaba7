// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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

        /// The login that owns the tables: migrates, makes partitions, removes what is over, moves
        /// subjects' keys to new KEKs. Wanted with `jdbc-url`.
        Optional<Role> owner();

        /// The login that callers' requests run as. Wanted with `jdbc-url`.
        Optional<Role> gateway();

        /// The login that writes the log. Wanted with `jdbc-url`.
        Optional<Role> sequencer();

        /// Its key store; `<home>/<region>/keys.p12` without.
        Optional<Path> keyStore();

        /// The file with the key store's password; `<home>/<region>/keys.password` without.
        Optional<Path> keyStorePasswordFile();

        /// What holds its keys.
        Keys keys();

        /// How long it keeps its audit log.
        Log log();
    }

    /// How long a region keeps the entries of its audit log.
    interface Log {

        /// How long; without, none is ever pruned.
        Optional<Duration> keepEntries();

        /// How long those of transfers, exports and disclosures, if longer.
        @WithDefault("1096D")
        Duration keepTransfers();
    }

    /// What holds a region's keys.
    interface Keys {

        /// Which of the kinds below.
        @WithDefault("file")
        Provider provider();

        /// Whether the operator says that it is a certified module (GM/T 0028).
        @WithDefault("false")
        boolean certified();

        Pkcs11 pkcs11();

        Transit transit();
    }

    /// The kinds of holders.
    enum Provider {
        /// A PKCS#12 file.
        FILE,
        /// A token or HSM.
        PKCS11,
        /// The transit secrets engine of OpenBao or Vault.
        TRANSIT
    }

    /// A token; all is wanted.
    interface Pkcs11 {

        /// The PKCS#11 module of its maker.
        Optional<Path> library();

        /// The id of its slot.
        Optional<Long> slot();

        /// The file with the user's PIN.
        Optional<Path> pinFile();
    }

    /// A transit secrets engine; the address is wanted.
    interface Transit {

        /// The server's address.
        Optional<URI> url();

        /// The path that the engine is mounted at.
        @WithDefault("transit")
        String mount();

        /// The namespace, where the server has several.
        Optional<String> namespace();

        /// The file with the token; without, it is in the environment.
        Optional<Path> tokenFile();

        /// The authorities to trust, in PEM; the JDK's without.
        Optional<Path> certificateFile();

        /// How long an answer may take.
        @WithDefault("2S")
        Duration timeout();
    }

    /// A login of a database.
    interface Role {

        String username();

        /// The file with its password.
        Path passwordFile();
    }
}
