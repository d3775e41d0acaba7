// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.Cosigner;
import io.domicile.policies.RegionId;
import io.domicile.regions.RegionsConfig.Region;
import io.domicile.regions.RegionsConfig.Role;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.log.LogHome;
import io.domicile.regions.log.LogOrders;
import io.domicile.regions.log.LogRetention;
import io.domicile.regions.log.Pruner;
import io.domicile.regions.log.RegionLog;
import io.domicile.regions.log.ShardKeys;
import io.domicile.regions.log.Shards;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.proof.Premises;
import io.domicile.regions.store.Accesses;
import io.domicile.regions.store.Arrivals;
import io.domicile.regions.store.Binding;
import io.domicile.regions.store.Certificates;
import io.domicile.regions.store.ClosedSessions;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.DecisionLog;
import io.domicile.regions.store.Departures;
import io.domicile.regions.store.Disclosures;
import io.domicile.regions.store.Editions;
import io.domicile.regions.store.Eraser;
import io.domicile.regions.store.Exposures;
import io.domicile.regions.store.Finder;
import io.domicile.regions.store.Holds;
import io.domicile.regions.store.Home;
import io.domicile.regions.store.Keks;
import io.domicile.regions.store.Reader;
import io.domicile.regions.store.RefusedLogins;
import io.domicile.regions.store.Rewrap;
import io.domicile.regions.store.Schema;
import io.domicile.regions.store.Stores;
import io.domicile.regions.store.SubjectLog;
import io.domicile.regions.store.Sweeper;
import io.domicile.regions.store.Volumes;
import io.domicile.regions.store.Writer;
import io.domicile.regions.witness.Collector;
import io.domicile.regions.witness.Witness;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;

/// Builds residences from configuration.
@ApplicationScoped
class Builder {

    private static final Logger LOG = Logger.getLogger(Builder.class);

    private final RegionsConfig regions;
    private final EmbeddedConfig embedded;
    private final Path home;
    private final boolean generateKeys;
    private final Duration keyAge;
    private final String originPrefix;
    private final WitnessConfig witnesses;
    private final Duration keyOverlap;
    private final Path guard;
    private final Stores stores;
    private final Reader reader;
    private final Finder finder;
    private final Eraser eraser;
    private final ClosedSessions closedSessions;
    private final Holds holds;
    private final Certificates certificates;
    private final DecisionLog decisions;
    private final Volumes volumes;
    private final StatelessSession session;
    private final Editions editions;
    private final SubjectLog subjectLog;
    private final Disclosures disclosures;

    /// @param home the folder below which everything lies that the gateway keeps
    /// @param generateKeys whether to make key stores that are missing, and to accept such: for
    ///   development alone
    /// @param keyAge how old a subject's key may be to seal
    /// @param originPrefix what stands before region and year in the origins of the logs
    /// @param keyOverlap how long a log key that was replaced signs beside the new one
    /// @param guard the folder that remembers what the logs signed; beside the regions' folders
    ///   without
    Builder(
            RegionsConfig regions,
            EmbeddedConfig embedded,
            WitnessConfig witnesses,
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home,
            @ConfigProperty(name = "domicile.keys.generate", defaultValue = "false")
                    boolean generateKeys,
            @ConfigProperty(name = "domicile.keys.subject-key-age", defaultValue = "365D")
                    Duration keyAge,
            @ConfigProperty(name = "domicile.log.origin-prefix", defaultValue = "audit.localhost")
                    String originPrefix,
            @ConfigProperty(name = "domicile.log.key-overlap", defaultValue = "30D")
                    Duration keyOverlap,
            @ConfigProperty(name = "domicile.log.guard") Optional<Path> guard,
            Stores stores,
            Reader reader,
            Finder finder,
            Eraser eraser,
            ClosedSessions closedSessions,
            Holds holds,
            Certificates certificates,
            DecisionLog decisions,
            Volumes volumes,
            StatelessSession session,
            Editions editions,
            SubjectLog subjectLog,
            Disclosures disclosures) {
        this.regions = regions;
        this.embedded = embedded;
        this.witnesses = witnesses;
        this.home = home.toAbsolutePath().normalize();
        this.generateKeys = generateKeys;
        this.keyAge = keyAge;
        this.originPrefix = originPrefix;
        this.keyOverlap = keyOverlap;
        this.guard = guard.orElse(this.home.resolve("guard")).toAbsolutePath().normalize();
        this.stores = stores;
        this.reader = reader;
        this.finder = finder;
        this.eraser = eraser;
        this.closedSessions = closedSessions;
        this.holds = holds;
        this.certificates = certificates;
        this.decisions = decisions;
        this.volumes = volumes;
        this.session = session;
        this.editions = editions;
        this.subjectLog = subjectLog;
        this.disclosures = disclosures;
    }

    Path home() {
        return home;
    }

    Witnessing witnessing() {
        return new Witnessing(witnesses);
    }

    List<RegionId> regions() {
        return regions.regions().keySet().stream().map(RegionId::of).toList();
    }

    /// Starts or finds the region's database, opens its keys, and begins its work.
    Residence open(RegionId id) {
        var region = Optional.ofNullable(regions.regions().get(id.code())).orElseThrow();
        var keys = new KeySource(home, generateKeys).open(id, region);
        var foundation = foundation(id, region);
        try {
            return residence(id, region, keys, foundation);
        } catch (RuntimeException e) {
            stores.close(id);
            foundation.stop().run();
            throw e;
        }
    }

    private Residence residence(
            RegionId id, Region region, RegionKeys keys, Foundation foundation) {
        foundation.gateway().requireDurable(id);
        Schema.migrate(id, foundation.owner());
        Schema.admit(id, foundation.owner(), Schema.Group.GATEWAY, foundation.gateway().user());
        Schema.admit(id, foundation.owner(), Schema.Group.SEQUENCER, foundation.sequencer().user());
        stores.open(id, foundation.gateway());
        Binding.check(foundation.owner(), id, keys);
        Keks.check(foundation.owner(), id, keys);
        var logs = logs(id, keys, foundation.owner());
        var place = new Home(id, logs.shards()::origin, keys, keyAge);
        var restoration = new Restoration(place, foundation.owner(), logs);
        restoration.bury();
        var log = RegionLog.open(foundation.sequencer(), logs);
        var witness =
                new Witness(
                        new Cosigner(
                                originPrefix + "/witness/" + id,
                                keys.witnessKey(),
                                InstantSource.system()),
                        foundation.sequencer(),
                        home.resolve(id.code()).resolve("witness"),
                        log::isStopped);
        var told = new Writer.Log(log::wake, log::isStopped, log::isCongested, log::isUnsigned);
        var retention = new LogRetention(region.log().keepEntries(), region.log().keepTransfers());
        var pruner = new Pruner(foundation.owner(), logs, retention, log::isStopped, log::wake);
        var writer = new Writer(place, stores, session, Clock.systemUTC(), told);
        var sweeper = new Sweeper(place, foundation.owner(), told);
        var rewrap = new Rewrap(place, foundation.owner(), log::wake);
        var refusedLogins = new RefusedLogins(place, foundation.owner(), told);
        var accesses = new Accesses(place, foundation.owner(), told);
        var keks = new Keks(place, foundation.owner(), log::wake, rewrap::wake);
        return new Residence(
                place,
                keks,
                writer,
                reader,
                finder,
                eraser,
                closedSessions,
                holds,
                certificates,
                decisions,
                volumes,
                sweeper,
                log,
                witness,
                new LogOrders(
                        foundation.owner(),
                        logs,
                        () -> {
                            log.wake();
                            pruner.wake();
                        }),
                restoration,
                editions,
                new Premises(
                        place,
                        region.keys().provider().name().toLowerCase(Locale.ROOT),
                        foundation.owner(),
                        foundation.superuser()),
                new Departures(place, stores, foundation.owner(), told),
                new Arrivals(place, foundation.owner(), told),
                refusedLogins,
                new Exposures(place, foundation.owner(), accesses),
                subjectLog,
                disclosures,
                () -> {
                    writer.close();
                    refusedLogins.close();
                    accesses.close();
                    sweeper.close();
                    rewrap.close();
                    pruner.close();
                    log.close();
                    witness.close();
                    stores.close(id);
                    foundation.stop().run();
                });
    }

    private LogHome logs(RegionId id, RegionKeys keys, Database owner) {
        var folder = home.resolve(id.code()).resolve("log");
        var clock = Clock.systemUTC();
        var generation = keys.logKeys().newest();
        for (var kind : keys.logKeys().of(generation).missing(keys.suite())) {
            LOG.warnf(
                    "region %s: what holds its keys has no %s; its log is signed without",
                    id, kind);
        }
        var shards = Shards.begin(owner, originPrefix + "/" + id, folder, clock);
        return new LogHome(
                id,
                shards,
                new ShardKeys(keys.logKeys(), keyOverlap, clock),
                guard,
                clock,
                new Collector(witnesses.witnessesRequired()));
    }

    private Foundation foundation(RegionId id, Region region) {
        return region.jdbcUrl()
                .map(url ->
                        Foundation.external(
                                login(id, "owner", url, region.owner()),
                                login(id, "gateway", url, region.gateway()),
                                login(id, "sequencer", url, region.sequencer())))
                .orElseGet(() -> Foundation.embedded(cluster(id)));
    }

    private EmbeddedPostgres cluster(RegionId id) {
        var cluster = EmbeddedPostgres.start(place(), id.code());
        if (embedded.restart()) {
            cluster.keepRunning();
        }
        return cluster;
    }

    private EmbeddedPostgres.Place place() {
        var cache = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        return new EmbeddedPostgres.Place(
                home, embedded.binaries().orElse(cache), embedded.user(), true);
    }

    private static Database login(RegionId id, String name, String url, Optional<Role> role) {
        var property = "domicile.regions." + id + "." + name;
        var known =
                role.orElseThrow(
                        () -> new ResidenceUnavailable(property + " is missing beside jdbc-url"));
        try {
            return new Database(url, known.username(), PrivateFile.password(known.passwordFile()));
        } catch (IOException e) {
            throw new ResidenceUnavailable(
                    property + ".password-file cannot be read or is empty", e);
        }
    }
}
