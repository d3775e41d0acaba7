// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.Outage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshHome.class)
class OutageTest {

    private static final String FULL =
            """
            create function full_disk() returns trigger language plpgsql as
            $$ begin raise exception 'no space' using errcode = '53100'; end $$;
            create trigger full_disk before insert on record
            for each row execute function full_disk()\
            """;

    @Inject Residences residences;

    @Test
    void a_database_that_falls_in_mid_load_fails_callers_and_leaves_nothing_half_written() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        var first = Samples.done(residence.admit(Samples.deposit("u-load", "before")));

        // when
        var waiting = new ArrayList<CompletionStage<Admission>>();
        admit(residence, 1500, waiting);
        Samples.done(waiting.getFirst());
        Outage.begin(Superuser.cluster(residence));
        admit(residence, 500, waiting);
        var stored = waiting.stream().filter(Samples::isStored).toList();
        var up = residence.state().isUp();
        assertThrows(
                ResidenceUnavailable.class,
                () -> residence.open(Samples.TENANT, first.record().orElseThrow()));
        Outage.end(Superuser.cluster(residence));

        // then
        assertFalse(up);
        assertTrue(!stored.isEmpty() && stored.size() < waiting.size());
        Samples.awaitServing(residence);
        stored.forEach(admission ->
                assertEquals("text", Samples.read(residence, Samples.done(admission))));
        assertEquals("before", Samples.read(residence, first));
        assertEquals(
                "0",
                Superuser.query(
                        residence,
                        "select count(*) from record r where not exists"
                                + " (select 1 from audit_index i where i.event_id = r.event_id)"));
        assertEquals(
                "0",
                Superuser.query(
                        residence,
                        "select count(*) from record r where not exists"
                                + " (select 1 from audit_detail d where d.event_id = r.event_id)"));
        assertEquals(Verify.FINE, Samples.verify(residence));
        assertTrue(residence.state().isUp());
    }

    @Test
    void a_region_that_nobody_writes_to_tells_that_its_database_is_away_and_that_it_is_back() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        Samples.awaitServing(residence);

        // when
        Outage.begin(Superuser.cluster(residence));
        Samples.await(() -> !residence.state().reachable());
        Samples.unavailable(residence.admit(Samples.deposit("u-away", "text")));
        var others = residences.at(RegionId.of("nl")).state();
        Outage.end(Superuser.cluster(residence));
        Samples.await(() -> residence.state().isUp());

        // then
        assertTrue(others.isUp());
        Samples.done(residence.admit(Samples.deposit("u-away", "text")));
    }

    @Test
    void a_database_that_can_take_nothing_is_not_connected_to_anew_for_each_write() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        Samples.awaitServing(residence);
        Superuser.execute(residence, FULL);
        Samples.unavailable(residence.admit(Samples.deposit("u-full", "text")));
        int before = sessions(residence);

        // when
        int refused = 0;
        try {
            for (; refused < 300; refused++) {
                Samples.unavailable(residence.admit(Samples.deposit("u-full", "text")));
            }
        } finally {
            Superuser.execute(residence, "drop function full_disk() cascade");
        }

        // then
        Samples.await(() -> residence.state().isUp());
        int opened = sessions(residence) - before;
        assertTrue(opened < refused / 3, () -> opened + " connections opened");
    }

    /// How many connections there have been so far.
    private static int sessions(Residence residence) {
        return Integer.parseInt(
                Superuser.query(
                        residence,
                        "select sessions from pg_stat_database where datname = 'domicile'"));
    }

    private static void admit(
            Residence residence, int count, List<CompletionStage<Admission>> waiting) {
        for (int i = 0; i < count; i++) {
            waiting.add(residence.admit(Samples.deposit("u-load-" + i, "text")));
        }
    }
}
