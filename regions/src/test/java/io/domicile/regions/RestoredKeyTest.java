// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// A destroyed key that somebody puts back beside its tombstone, under a running gateway.
@QuarkusTest
@WithTestResource(FreshHome.class)
class RestoredKeyTest {

    private static final String KEY =
            "select id from perishable.subject_key where id = (select key_id from record where id = ?)";

    @Inject Residences residences;

    @Test
    void it_opens_nothing_and_seals_nothing_and_is_gone_after_the_next_start() {
        // given
        var nl = RegionId.of("nl");
        var residence = residences.at(nl);
        var before = Samples.done(residence.admit(Samples.deposit("u-back", "before")));
        var id = before.record().orElseThrow();
        Superuser.update(residence, "create table copy as select * from perishable.subject_key");
        residence.erase(Samples.TENANT, "u-back", Samples.note("erase"));
        Samples.await(() ->
                Superuser.query(residence, "select count(*) from erased_key where swept_at is null")
                        .equals("0"));

        // when
        Superuser.update(
                residence,
                "insert into perishable.subject_key select * from copy"
                        + " where id = (select key_id from record where id = ?)",
                id.uuid());
        Superuser.update(residence, "drop table copy");
        var erased = residence.open(Samples.TENANT, id);
        var after = Samples.done(residence.admit(Samples.deposit("u-back", "after")));
        var restored = Superuser.query(residence, KEY, id.uuid());
        residences.close();
        residences.open();

        // then
        assertEquals(new Opened.Erased(id), erased);
        assertNotEquals("", restored);
        assertEquals("", Superuser.query(residences.at(nl), KEY, id.uuid()));
        assertEquals(new Opened.Erased(id), residences.at(nl).open(Samples.TENANT, id));
        assertEquals("after", Samples.read(residences.at(nl), after));
    }
}
