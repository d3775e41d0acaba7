// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.log.LogState;
import io.domicile.regions.postgres.InstalledPostgres;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Again and again a region's database is dumped while records come in, and restored later, while
/// the gateway runs. Each time that is noticed, and what was lost is listed exactly.
/// `-Ddomicile.restores=50` is the long run; `-Ddomicile.seed=…` repeats it.
@QuarkusTest
@WithTestResource(BackupTest.Operated.class)
class RestoreDrillTest {

    private static final int RESTORES = Integer.getInteger("domicile.restores", 10);
    private static final long SEED = Long.getLong("domicile.seed", System.nanoTime());
    private static final int PAGE = 50;

    @Inject Residences residences;

    @ConfigProperty(name = "domicile.home")
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final Random random = new Random(SEED);

    /// The events of all records that were acknowledged and are not known to be lost.
    private final Set<UUID> stored = new HashSet<>();

    @Test
    void every_restore_is_noticed_and_what_it_lost_is_listed_exactly() {
        // given
        BackupTest.Operated.require();
        var residence = residences.at(RegionId.of("nl"));
        int records = 0;
        stored.addAll(records(residence));

        for (int restore = 0; restore < RESTORES; restore++) {
            var dump = home.resolve("drill-" + restore + ".dump");
            var meanwhile = admit(residence, 1 + random.nextInt(200));
            var dumped =
                    CompletableFuture.runAsync(() ->
                            tool(
                                    "pg_dump",
                                    "--dbname=domicile",
                                    "--format=custom",
                                    "--file=" + dump));
            meanwhile.addAll(admit(residence, random.nextInt(200)));
            dumped.join();
            meanwhile.addAll(admit(residence, 1 + random.nextInt(200)));
            meanwhile.forEach(one -> stored.add(Samples.done(one).entry()));
            Samples.awaitPublished(residence);

            // when
            bringBack(dump);

            // then
            Samples.await(() -> residence.state().log() == LogState.ROLLED_BACK);
            Samples.unavailable(residence.admit(Samples.deposit("u-new", "text")));
            records += assertRecovers(residence);
        }
        System.out.printf(
                "%d restores, %d records lost and listed, seed %d%n", RESTORES, records, SEED);
    }

    /// @return how many records the restore lost
    private int assertRecovers(Residence residence) {
        var kept = records(residence);
        var lost = new HashSet<>(stored);
        lost.removeAll(kept);
        assertTrue(!lost.isEmpty());
        long from = Long.parseLong(Superuser.query(residence, "select size from audit_tree"));
        var recovered = residence.recover(from, Samples.TENANT, "operator").orElseThrow();
        assertEquals(lost, listed(residence, recovered.first()));
        assertEquals(lost.size(), recovered.records());
        Samples.await(() -> residence.state().log() == LogState.RUNNING);
        Samples.awaitPublished(residence);
        assertEquals(Verify.FINE, Samples.verify(residence));
        stored.removeAll(lost);
        assertEquals(stored, kept);
        Samples.await(() -> isStored(residence));
        return lost.size();
    }

    /// The first writes find that their connections are those of the database that is gone.
    private boolean isStored(Residence residence) {
        try {
            var receipt = Samples.done(residence.admit(Samples.deposit("u-after", "text")));
            return stored.add(receipt.entry());
        } catch (CompletionException e) {
            assertInstanceOf(ResidenceUnavailable.class, e.getCause());
            return false;
        }
    }

    /// The events of the records that are there.
    private static Set<UUID> records(Residence residence) {
        return Superuser.all(residence, "select event_id from record").stream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /// The events of records that the region lists as lost.
    private static Set<UUID> listed(Residence residence, long from) {
        var listed = new HashSet<UUID>();
        for (long place = from; ; ) {
            var page = residence.lost(place, PAGE);
            for (var one : page) {
                if (one.isOfRecord()) {
                    assertTrue(listed.add(one.id()), "listed twice");
                }
            }
            if (page.size() < PAGE) {
                return listed;
            }
            place = page.getLast().number() + 1;
        }
    }

    private List<CompletionStage<Admission>> admit(Residence residence, int count) {
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < count; i++) {
            waiting.add(residence.admit(Samples.deposit("u-drill-" + random.nextInt(20), "text")));
        }
        return waiting;
    }

    /// Puts what was dumped in the place of the database that the gateway works with.
    private void bringBack(Path dump) {
        psql("create database domicile_back owner domicile_owner");
        tool("pg_restore", "--dbname=domicile_back", "--exit-on-error", dump.toString());
        psql("drop database domicile with (force)");
        psql("alter database domicile_back rename to domicile");
    }

    private void psql(String sql) {
        tool("psql", "--dbname=postgres", "--command=" + sql);
    }

    private void tool(String name, String... arguments) {
        var unused =
                InstalledPostgres.find()
                        .orElseThrow()
                        .run(home.resolve("nl/postgres"), name, arguments);
    }
}
