// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    Register register();

    Keys keys();

    Log log();

    Prove prove();

    Reports reports();

    Disclosures disclosures();

    Proxy proxy();

    /// The inline proxy.
    interface Proxy {

        /// The file of its routes; `proxy.yaml` in the home folder without. Where there is none,
        /// the proxy does not listen.
        Optional<Path> file();

        /// The address to listen on.
        @WithDefault("127.0.0.1")
        String host();

        /// The port to listen on; 0 for any that is free.
        @WithDefault("8081")
        int port();

        /// How often the file is looked at.
        @WithDefault("1S")
        Duration reload();

        /// The largest body that is read for its fields, also when it is unpacked.
        @WithDefault("1M")
        MemorySize maxBody();

        /// How many requests are under way at most.
        @WithDefault("512")
        int concurrency();

        /// TLS towards callers; without a certificate the proxy speaks HTTP/1.1 in clear text.
        Tls tls();

        /// TLS towards upstreams.
        Tls upstream();

        /// One side's certificates, all in PEM.
        interface Tls {

            /// Its own certificate with those that it is signed by.
            Optional<Path> certificate();

            /// The private key of that.
            Optional<Path> key();

            /// Who signs the other side's certificates. Callers need none without, and upstreams
            /// one that the JDK trusts.
            Optional<Path> ca();
        }
    }

    /// What authorities demand.
    interface Disclosures {

        /// How many records one hand-over goes through at most.
        @WithDefault("500")
        int page();

        /// How long what must be preserved is kept where the demand names no time.
        @WithDefault("60D")
        Duration preserve();
    }

    /// Reports out of the logs.
    interface Reports {

        /// How many entries of a log one report goes through at most.
        @WithDefault("10000000")
        long limit();
    }

    /// Proofs of residency.
    interface Prove {

        /// How often one is run without being asked for; never without.
        Optional<Duration> every();

        /// Further folders to look through: `nl:/backups/nl`, or `/var/log/app` of no region.
        Optional<List<String>> folders();
    }

    /// How the register of tenants is kept in memory.
    interface Register {

        /// How often changes by other gateways are looked for.
        @WithDefault("2S")
        Duration refresh();

        /// How long the gateway goes on with what it knows while the database does not answer. Then
        /// records are held.
        @WithDefault("5M")
        Duration maxAge();
    }

    /// The regions' keys; read there.
    interface Keys {

        /// Whether missing ones are made, for development.
        @WithDefault("false")
        boolean generate();

        /// How old a subject's key may be to seal.
        @WithDefault("365D")
        Duration subjectKeyAge();
    }

    /// The regions' logs; read there.
    interface Log {

        /// What stands before region and year in the origin of a log.
        @WithDefault("audit.localhost")
        String originPrefix();

        /// The folder that remembers the last checkpoint of each log, apart from databases and
        /// logs; `guard` below the home folder without.
        Optional<Path> guard();

        /// The policy file of the logs' witnesses.
        Optional<Path> witnesses();

        /// Whether a checkpoint is shown only once they have cosigned it.
        @WithDefault("false")
        boolean witnessesRequired();

        /// How long one may take to answer.
        @WithDefault("2S")
        Duration witnessTimeout();
    }

    /// What is taken and for how long.
    interface Intake {

        /// The largest body taken.
        @WithDefault("1M")
        MemorySize maxBody();

        /// How long a body may take to arrive.
        @WithDefault("30S")
        Duration bodyTimeout();

        /// How many lines one request may bring.
        @WithDefault("1000000")
        long maxLines();

        /// How long a request with lines may take in all.
        @WithDefault("1H")
        Duration linesTimeout();

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

        /// The file of the signed bundle, read at start and written when another bundle is put in
        /// force. Without it `policies/bundle.tar.gz` below the home folder, where there is one,
        /// and else the bundle that comes with this version.
        Optional<Path> bundle();

        /// The public key that bundles must be signed with, in PEM. Without it no bundle is taken
        /// but the one that comes with this version.
        Optional<Path> verificationKey();

        /// The algorithm of that key: `RS256`, `ES256` or `EdDSA`.
        @WithDefault("RS256")
        String signingAlgorithm();

        /// Whether anyone may fetch the bundle in force; otherwise a token is needed.
        @WithName("public")
        @WithDefault("false")
        boolean everyone();

        /// How many questions the engine inside this process decides at once.
        @WithDefault("2")
        int instances();

        /// How much memory remembered decisions may take.
        @WithDefault("64M")
        MemorySize cache();

        /// How many entries of the logs one replay goes through at most.
        @WithDefault("1000000")
        long replayLimit();

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

        /// Whether anyone may read them; otherwise compliance, regulators and operators with a
        /// token.
        @WithName("public")
        @WithDefault("false")
        boolean everyone();
    }
}
