// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody with all rights in the database can change in a stored record: nothing unseen.
@QuarkusTest
@WithTestResource(FreshHome.class)
class SealTest {

    private static final String SET = "update record set envelope = ? where id = ?";

    @Inject Residences residences;

    @ParameterizedTest
    @ValueSource(strings = {"cn", "nl"})
    void a_flipped_bit_in_any_byte_of_an_envelope_is_found(String code) {
        // given
        var residence = residences.at(RegionId.of(code));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-flip", "some clear text")));
        var id = receipt.record().orElseThrow();
        var envelope = envelope(residence, id);
        var random = new Random(20261121);

        for (int i = 0; i < envelope.length; i++) {
            // when
            var changed = envelope.clone();
            changed[i] ^= (byte) (1 << random.nextInt(8));
            assertEquals(1, Superuser.update(residence, SET, changed, id.uuid()));

            // then
            assertThrows(SealBroken.class, () -> residence.open(Samples.TENANT, id), "byte " + i);
        }
        Superuser.update(residence, SET, envelope, id.uuid());
        assertEquals("some clear text", Samples.read(residence, receipt));
    }

    @Test
    void an_envelope_does_not_open_in_another_row_of_the_same_subject() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var first = Samples.done(residence.admit(Samples.deposit("u-swap", "first")));
        var second = Samples.done(residence.admit(Samples.deposit("u-swap", "second")));

        // when
        moveTo(residence, second, envelope(residence, first.record().orElseThrow()));

        // then
        broken(residence, second);
    }

    @Test
    void an_envelope_does_not_open_in_another_region() {
        // given
        var from = residences.at(RegionId.of("nl"));
        var to = residences.at(RegionId.of("sg"));
        var first = Samples.done(from.admit(Samples.deposit("u-region", "first")));
        var second = Samples.done(to.admit(Samples.deposit("u-region", "second")));

        // when
        moveTo(to, second, envelope(from, first.record().orElseThrow()));

        // then
        broken(to, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant = 'another'",
                "type = 'msg.text'",
                "policy = 'sha256:ff'",
                "key_id = (select k.id from perishable.subject_key k"
                        + " where k.id <> key_id and k.restricted_until is null limit 1)"
            })
    void what_a_record_is_bound_to_cannot_be_changed(String change) {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-bound", "text")));
        Samples.done(residence.admit(Samples.deposit("u-other", "text")));
        var id = receipt.record().orElseThrow();

        // when
        Superuser.update(residence, "update record set " + change + " where id = ?", id.uuid());

        // then
        var tenant = change.startsWith("tenant") ? "another" : Samples.TENANT;
        assertThrows(SealBroken.class, () -> residence.open(tenant, id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn", "nl"})
    void a_wrapped_key_that_was_changed_does_not_open(String code) {
        // given
        var residence = residences.at(RegionId.of(code));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-wrapped", "text")));
        var key =
                Superuser.query(
                        residence,
                        "select key_id from record where id = ?",
                        receipt.record().orElseThrow().uuid());

        // when
        Superuser.update(
                residence,
                "update perishable.subject_key set wrapped = set_byte(wrapped, 70, get_byte(wrapped, 70) # 1)"
                        + " where id = cast(? as uuid)",
                key);

        // then
        broken(residence, receipt);
    }

    @Test
    void a_key_that_is_gone_without_an_erasure_is_no_erasure() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-lost", "text")));

        // when
        Superuser.update(
                residence,
                "delete from perishable.subject_key where id = (select key_id from record where id = ?)",
                receipt.record().orElseThrow().uuid());

        // then
        broken(residence, receipt);
    }

    @Test
    void two_seals_of_the_same_text_have_nothing_in_common() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var ids =
                List.of("one", "two").stream()
                        .map(_ -> residence.admit(Samples.deposit("u-same", "the same text")))
                        .map(admission -> Samples.done(admission).record().orElseThrow())
                        .toList();

        // when
        var first = hex(residence, ids.get(0)).substring(36);
        var second = hex(residence, ids.get(1)).substring(36);

        // then
        assertTrue(!first.substring(0, 24).equals(second.substring(0, 24)));
        assertTrue(!first.substring(24).equals(second.substring(24)));
    }

    private static void moveTo(Residence residence, Receipt receipt, byte[] envelope) {
        Superuser.update(residence, SET, envelope, receipt.record().orElseThrow().uuid());
    }

    private static void broken(Residence residence, Receipt receipt) {
        var id = receipt.record().orElseThrow();
        assertThrows(SealBroken.class, () -> residence.open(Samples.TENANT, id));
    }

    private static byte[] envelope(Residence residence, RecordId id) {
        return HexFormat.of().parseHex(hex(residence, id));
    }

    private static String hex(Residence residence, RecordId id) {
        return Superuser.query(
                residence, "select encode(envelope, 'hex') from record where id = ?", id.uuid());
    }
}
