// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What the router is told about this gateway and its tenants. `docs/configuration.md` lists every
/// property.
@ConfigMapping(prefix = "domicile")
public interface DomicileConfig {

    /// The folder of all that the gateway keeps.
    @WithDefault(".domicile")
    Path home();

    /// The law territory of this gateway: `CN`, `EU` or `SG`. Refusals and bad requests are audited
    /// in its region, and records that nobody may place are held there.
    @WithDefault("EU")
    String ingress();

    /// The tenant whose settings apply to tenants that have none. For development; nothing in
    /// production.
    Optional<String> defaultTenant();

    /// Tenants by the name in the token's claim `tenant`.
    Map<String, TenantConfig> tenants();

    Intake intake();

    Audit audit();

    Policies policies();

    Keys keys();

    Log log();

    /// The regions' keys; read there.
    interface Keys {

        /// Whether missing ones are made, for development.
        @WithDefault("false")
        boolean generate();
    }

    /// The regions' logs; read there.
    interface Log {

        /// What stands before region and year in the origin of a log.
        @WithDefault("audit.localhost")
        String originPrefix();
    }

    /// What is taken and for how long.
    interface Intake {

        /// The largest body taken.
        @WithDefault("1M")
        MemorySize maxBody();

        /// How long a body may take to arrive.
        @WithDefault("30S")
        Duration bodyTimeout();

        /// How long a stored record is kept when the decision names no time.
        @WithDefault("30D")
        Duration retention();

        /// How long a quarantined or referred record is held.
        @WithDefault("72H")
        Duration hold();
    }

    /// Who decides.
    interface Policies {

        /// `wasm`, the bundle inside this process, or `opa`, an OPA server that holds it.
        @WithDefault("wasm")
        String engine();

        /// The bundle; the one that comes with this version without it.
        Optional<Path> bundle();

        /// How many questions the engine inside this process decides at once.
        @WithDefault("2")
        int instances();

        /// How many decisions are remembered.
        @WithDefault("10000")
        long cache();

        /// Where the OPA server is.
        @WithDefault("http://127.0.0.1:8181/")
        URI opaUrl();

        /// How long the OPA server may take.
        @WithDefault("2S")
        Duration opaTimeout();
    }

    /// Who reads the audit logs.
    interface Audit {

        /// Whether anyone may read them; otherwise compliance, regulators and operators with a token.
        @WithName("public")
        @WithDefault("false")
        boolean everyone();
    }
}
