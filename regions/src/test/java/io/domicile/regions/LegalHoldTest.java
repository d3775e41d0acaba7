// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshHome.class)
class LegalHoldTest {

    @Inject Residences residences;

    @Test
    void a_held_subject_is_not_erased_until_the_hold_is_released() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-held", "text")));
        place(residence, "u-held", Optional.empty());

        // when
        assertThrows(
                IllegalStateException.class,
                () -> residence.erase(Samples.TENANT, "u-held", Samples.note("erase")));

        // then
        assertEquals("text", Samples.read(residence, receipt));
        assertTrue(residence.release("u-held", "C-1", Samples.note("release")).isPresent());
        var erasure = residence.erase(Samples.TENANT, "u-held", Samples.note("erase"));
        assertEquals(1, erasure.records());
    }

    @Test
    void a_hold_whose_time_is_over_holds_nothing() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        Samples.done(residence.admit(Samples.deposit("u-was-held", "text")));
        place(residence, "u-was-held", Optional.of(Instant.now().minusSeconds(1)));

        // when
        var erasure = residence.erase(Samples.TENANT, "u-was-held", Samples.note("erase"));

        // then
        assertEquals(1, erasure.keys().size());
        assertEquals(1, residence.holds(Samples.TENANT, "u-was-held").size());
    }

    @Test
    void a_hold_is_another_subjects_or_tenants_business_nowhere() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        place(residence, "u-mine", Optional.empty());

        // when
        var others = residence.erase(Samples.TENANT, "u-yours", Samples.note("erase"));
        var foreign = residence.erase("another", "u-mine", Samples.note("erase"));

        // then
        assertEquals(List.of(), others.keys());
        assertEquals(List.of(), foreign.keys());
        assertEquals(List.of(), residence.holds("another", "u-mine"));
    }

    @Test
    void placing_the_same_again_writes_nothing_and_a_change_does() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var first = place(residence, "u-again", Optional.empty());

        // when
        var same = place(residence, "u-again", Optional.empty());
        var changed = place(residence, "u-again", Optional.of(Instant.now().plusSeconds(60)));

        // then
        assertEquals(first, same);
        assertNotEquals(first.entry(), changed.entry());
        assertEquals(List.of(changed), residence.holds(Samples.TENANT, "u-again"));
        residence.release("u-again", "C-1", Samples.note("release"));
        assertEquals(
                Optional.empty(), residence.release("u-again", "C-1", Samples.note("release")));
    }

    @Test
    void what_is_held_does_not_expire_in_the_store() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        place(residence, "u-old", Optional.empty());
        var held = Samples.done(residence.admit(expired("u-old")));
        var free = Samples.done(residence.admit(expired("u-free")));

        // when
        residence.erase(Samples.TENANT, "nobody", Samples.note("erase"));
        Samples.await(() -> !isThere(residence, free));

        // then
        assertTrue(isThere(residence, held));
        var id = held.record().orElseThrow();
        assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
        residence.release("u-old", "C-1", Samples.note("release"));
        Samples.await(() -> !isThere(residence, held));
    }

    @Test
    void a_hold_and_an_erasure_at_once_come_one_after_the_other() throws Exception {
        // given
        var residence = residences.at(RegionId.of("cn"));

        for (int i = 0; i < 40; i++) {
            var subject = "u-race-" + i;
            var receipt = Samples.done(residence.admit(Samples.deposit(subject, "text")));

            // when
            try (var threads = Executors.newFixedThreadPool(2)) {
                var hold = threads.submit(() -> place(residence, subject, Optional.empty()));
                var erasure = threads.submit(() -> isErased(residence, subject));

                // then
                hold.get();
                var id = receipt.record().orElseThrow();
                boolean opens = residence.open(Samples.TENANT, id) instanceof Opened.Clear;
                assertEquals(erasure.get(), !opens);
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> residence.erase(Samples.TENANT, subject, Samples.note("erase")));
        }
    }

    private static boolean isErased(Residence residence, String subject) {
        try {
            return !residence
                    .erase(Samples.TENANT, subject, Samples.note("erase"))
                    .keys()
                    .isEmpty();
        } catch (IllegalStateException held) {
            return false;
        }
    }

    private static LegalHold place(Residence residence, String subject, Optional<Instant> until) {
        var draft = new LegalHold.Draft("C-1", LegalHold.Basis.LEGAL_CLAIM, until);
        return residence.hold(subject, draft, Samples.note("hold"));
    }

    private static Deposit expired(String subject) {
        var deposit = Samples.deposit(subject, "text");
        return new Deposit(
                deposit.tenant(),
                deposit.holder(),
                deposit.status(),
                deposit.type(),
                deposit.session(),
                deposit.occurredAt(),
                deposit.content(),
                Instant.now().minus(Duration.ofSeconds(1)),
                deposit.policy(),
                deposit.note(),
                deposit.once());
    }

    private static boolean isThere(Residence residence, Receipt receipt) {
        return Superuser.query(
                        residence,
                        "select count(envelope) from record where id = ?",
                        receipt.record().orElseThrow().uuid())
                .equals("1");
    }
}
