// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.domicile.policies.RegionId;
import io.domicile.regions.FreshHome;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Samples;
import io.domicile.regions.Superuser;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshHome.class)
class CachedKeyTest {

    @Inject Residences residences;
    @Inject Stores stores;
    @Inject StatelessSession session;

    @Test
    void a_key_that_another_gateway_has_in_memory_seals_nothing_after_an_erasure() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        try (var second = SecondGateway.on(residence, stores, session)) {
            var before = Samples.done(second.admit(Samples.deposit("u-cached", "before")));

            // when
            var erasure = residence.erase(Samples.TENANT, "u-cached", Samples.note("erase"));
            var after = Samples.done(second.admit(Samples.deposit("u-cached", "after")));

            // then
            assertEquals(key(residence, before), erasure.keys().getFirst().toString());
            assertNotEquals(key(residence, before), key(residence, after));
            assertEquals("after", Samples.read(residence, after));
            var id = before.record().orElseThrow();
            assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
        }
    }

    private static String key(Residence residence, Receipt receipt) {
        return Superuser.query(
                residence,
                "select key_id from record where id = ?",
                receipt.record().orElseThrow().uuid());
    }
}
