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

    /// What is taken and for how long.
    interface Intake {

        /// The largest body taken.
        @WithDefault("1M")
        MemorySize maxBody();

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
        @WithDefault("100000")
        long cache();

        /// Where the OPA server is.
        @WithDefault("http://127.0.0.1:8181/")
        URI opaUrl();

        /// How long the OPA server may take.
        @WithDefault("2S")
        Duration opaTimeout();

        /// How long the OPA server may still decide with the bundle before after a change.
        @WithDefault("3M")
        Duration opaOverlap();
    }

    /// Who reads the audit logs.
    interface Audit {

        /// Whether anyone may read them; otherwise a token is needed.
        @WithName("public")
        @WithDefault("true")
        boolean everyone();
    }
}
