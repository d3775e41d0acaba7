// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Erasing where the law wants the network log kept for a time (LAW 2.8, H10).
@QuarkusTest
@WithTestResource(FreshHome.class)
class RestrictedLogTest {

    private static final Duration HALF_A_YEAR = Duration.ofDays(183);
    private static final String KEY_OF =
            " perishable.subject_key where id = (select key_id from record where id = ?)";

    @Inject Residences residences;

    @Test
    void the_log_half_outlives_an_erasure_and_the_data_half_does_not() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var receipt = store(residence, "u-kept");
        int whole = wrappedLength(residence, receipt);

        // when
        var erasure = erase(residence, "u-kept", Optional.of(HALF_A_YEAR));

        // then
        assertEquals(Optional.of(erasure.at().plus(HALF_A_YEAR)), erasure.logUntil());
        assertEquals(whole - 32, wrappedLength(residence, receipt));
        awaitSwept(residence, erasure);
        assertEquals("1", details(residence, receipt));
        assertErased(residence, receipt);
    }

    @Test
    void where_no_law_wants_it_kept_nothing_of_the_log_is_left() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = store(residence, "u-gone");

        // when
        var erasure = erase(residence, "u-gone", Optional.empty());

        // then
        assertEquals(Optional.empty(), erasure.logUntil());
        awaitSwept(residence, erasure);
        assertEquals("0", details(residence, receipt));
        assertEquals("0", Superuser.query(residence, "select count(*) from" + KEY_OF, id(receipt)));
    }

    @Test
    void a_subject_that_comes_back_gets_a_new_key_and_is_erased_again() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        store(residence, "u-back");
        var first = erase(residence, "u-back", Optional.of(HALF_A_YEAR));

        // when
        var again = store(residence, "u-back");
        var read = Samples.read(residence, again);
        var second = erase(residence, "u-back", Optional.of(HALF_A_YEAR));

        // then
        assertEquals("text", read);
        assertEquals(1, second.keys().size());
        assertFalse(first.keys().containsAll(second.keys()));
        assertErased(residence, again);
    }

    @Test
    void a_restricted_key_moves_with_a_rotation() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var receipt = store(residence, "u-moved");
        erase(residence, "u-moved", Optional.of(HALF_A_YEAR));

        // when
        var kek = Samples.rotate(residence);

        // then
        Samples.await(() ->
                Superuser.query(residence, "select kek from" + KEY_OF, id(receipt)).equals(kek));
        assertErased(residence, receipt);
    }

    @Test
    void when_its_time_is_over_the_log_is_shredded_and_that_is_noted() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        Samples.awaitPublished(residence);
        long before = shredded(residence);
        var receipt = store(residence, "u-over");
        var erasure = erase(residence, "u-over", Optional.of(HALF_A_YEAR));
        awaitSwept(residence, erasure);
        Superuser.update(
                residence,
                "update erased_key set log_until = now() where key_id = ?",
                erasure.keys().getFirst());

        // when
        erase(residence, "nobody", Optional.empty());

        // then
        Samples.await(() -> details(residence, receipt).equals("0"));
        assertEquals("0", Superuser.query(residence, "select count(*) from" + KEY_OF, id(receipt)));
        assertErased(residence, receipt);
        Samples.awaitPublished(residence);
        assertEquals(before + 1, shredded(residence));
        assertEquals(Verify.FINE, Samples.verify(residence));
    }

    /// How many entries of the published log say that one was.
    private static long shredded(Residence residence) {
        return Long.parseLong(
                Superuser.query(
                        residence,
                        """
                        select coalesce(sum(array_length(string_to_array(
                            encode(data, 'escape'), 'network_logs:1'), 1) - 1), 0)
                        from audit_bundle
                        """));
    }

    @Test
    void a_held_log_is_not_shredded() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var receipt = store(residence, "u-held");
        var erasure = erase(residence, "u-held", Optional.of(HALF_A_YEAR));
        awaitSwept(residence, erasure);
        var draft = new LegalHold.Draft("C-1", LegalHold.Basis.LEGAL_CLAIM, Optional.empty());
        residence.hold("u-held", draft, Samples.note("hold"));
        Superuser.update(
                residence,
                "update erased_key set log_until = now() where key_id = ?",
                erasure.keys().getFirst());

        // when
        var other = erase(residence, "u-other", Optional.empty());
        store(residence, "u-other");
        awaitSwept(residence, erase(residence, "u-other", Optional.empty()));

        // then
        assertEquals(List.of(), other.keys());
        assertEquals("1", details(residence, receipt));
        residence.release("u-held", "C-1", Samples.note("release"));
        Samples.await(() -> details(residence, receipt).equals("0"));
    }

    private static Receipt store(Residence residence, String subject) {
        return Samples.done(residence.admit(Samples.deposit(subject, "text")));
    }

    private static Erasure erase(Residence residence, String subject, Optional<Duration> keepLog) {
        var order =
                new Erasing(
                        UUID.randomUUID(),
                        Samples.TENANT,
                        subject,
                        Bytes.of("salt"),
                        keepLog,
                        Samples.note("erase"));
        return residence.erase(order).orElseThrow();
    }

    private static void awaitSwept(Residence residence, Erasure erasure) {
        Samples.await(() ->
                residence
                        .erasure(Samples.TENANT, erasure.certificate())
                        .orElseThrow()
                        .vacuumed()
                        .isPresent());
    }

    private static void assertErased(Residence residence, Receipt receipt) {
        var id = receipt.record().orElseThrow();
        assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
    }

    private static int wrappedLength(Residence residence, Receipt receipt) {
        var found =
                Superuser.query(
                        residence, "select octet_length(wrapped) from" + KEY_OF, id(receipt));
        return Integer.parseInt(found);
    }

    private static String details(Residence residence, Receipt receipt) {
        return Superuser.query(
                residence, "select count(*) from audit_detail where event_id = ?", receipt.entry());
    }

    private static UUID id(Receipt receipt) {
        return receipt.record().orElseThrow().uuid();
    }
}
