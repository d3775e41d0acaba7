// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.policies.RegionId;
import io.domicile.regions.FreshHome;
import io.domicile.regions.Residences;
import io.domicile.regions.Superuser;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.seal.Suite;
import io.domicile.regions.store.Home.Holder;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;

/// How often one key seals.
@QuarkusTest
@WithTestResource(FreshHome.class)
class KeyRingTest {

    private static final RegionId NL = RegionId.of("nl");
    private static final Duration AGE = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();

    @Inject Residences residences;
    @Inject Stores stores;
    @Inject StatelessSession session;

    @Inject
    @ConfigProperty(name = "domicile.home")
    Path folder;

    @Test
    void gateways_together_never_set_more_uses_aside_than_the_cap() {
        // given
        var holder = home().holder("oem-7", "u-cap");
        var first = key(gateway(Clock.systemUTC()), holder);
        set("uses", Long.toString(KeyRing.CAP - 2 * KeyRing.LOT), first);

        // when
        var second = key(gateway(Clock.systemUTC()), holder);
        var third = key(gateway(Clock.systemUTC()), holder);
        var fourth = key(gateway(Clock.systemUTC()), holder);
        var fifth = key(gateway(Clock.systemUTC()), holder);

        // then
        assertEquals(List.of(first, first), List.of(second, third));
        assertNotEquals(first, fourth);
        assertEquals(fourth, fifth);
        assertEquals(Long.toString(KeyRing.CAP), get("uses", first));
        assertEquals("0", get("generation", first));
        assertEquals(Integer.toString(2 * KeyRing.LOT), get("uses", fourth));
        assertEquals("1", get("generation", fourth));
    }

    @Test
    void a_gateway_seals_no_more_often_than_it_has_set_aside() {
        // given
        var holder = home().holder("oem-7", "u-lot");
        var ring = gateway(Clock.systemUTC());
        var key = key(ring, holder);

        // when
        for (int i = 1; i < KeyRing.LOT; i++) {
            assertEquals(key, ring.use(holder).id());
        }

        // then
        assertThrows(IllegalStateException.class, () -> ring.use(holder));
        assertEquals(Integer.toString(KeyRing.LOT), get("uses", key));
        assertEquals(key, key(ring, holder));
        assertEquals(Integer.toString(2 * KeyRing.LOT), get("uses", key));
    }

    @Test
    void a_key_that_is_too_old_is_followed_by_another() {
        // given
        var holder = home().holder("oem-7", "u-age");
        var key = key(gateway(Clock.systemUTC()), holder);

        // when
        var before = key(gateway(in(AGE.minusMinutes(1))), holder);
        var after = key(gateway(in(AGE)), holder);

        // then
        assertEquals(key, before);
        assertNotEquals(key, after);
    }

    /// The id of the key that a gateway uses for a holder once it was made ready.
    private UUID key(KeyRing ring, Holder holder) {
        stores.in(
                NL,
                Tenants.of(holder.tenant()),
                () -> {
                    ring.prepare(session, Map.of(holder, 1), Set.of(holder));
                    return null;
                });
        ring.keep();
        return ring.use(holder).id();
    }

    private KeyRing gateway(Clock clock) {
        return new KeyRing(home(), clock, random, new Ids(clock, random));
    }

    private static Clock in(Duration time) {
        return Clock.offset(Clock.systemUTC(), time);
    }

    private Home home() {
        var keys = folder.resolve(NL.code());
        var store =
                KeyStoreFile.find(
                        NL,
                        Suite.AES_256_GCM,
                        keys.resolve("keys.p12"),
                        keys.resolve("keys.password"),
                        true);
        return new Home(NL, "origin", store, AGE);
    }

    private void set(String column, String value, UUID key) {
        Superuser.update(
                residences.at(NL),
                "update perishable.subject_key set " + column + " = " + value + " where id = ?",
                key);
    }

    private String get(String column, UUID key) {
        return Superuser.query(
                residences.at(NL),
                "select " + column + " from perishable.subject_key where id = ?",
                key);
    }
}
