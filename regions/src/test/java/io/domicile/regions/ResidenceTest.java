// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ResidenceTest {

    @Inject Residences residences;

    @ParameterizedTest
    @CsvSource({"cn,SM4-GCM", "nl,AES-256-GCM", "sg,AES-256-GCM"})
    void a_record_comes_back_as_it_was_sealed_by_its_region(String code, String suite) {
        // given
        var residence = residences.at(RegionId.of(code));

        // when
        var receipt = Samples.done(residence.admit(Samples.deposit("u-1", "the clear text")));

        // then
        assertEquals(suite, receipt.suite().orElseThrow());
        var opened = residence.open(Samples.TENANT, receipt.record().orElseThrow());
        var clear = assertInstanceOf(Opened.Clear.class, opened);
        assertEquals(Bytes.of("the clear text"), clear.content());
    }

    @Test
    void another_tenant_sees_nothing() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-2", "secret")));

        // when
        var opened = residence.open("another", receipt.record().orElseThrow());

        // then
        assertInstanceOf(Opened.Absent.class, opened);
    }

    @Test
    void two_thousand_records_at_once_each_get_their_own_result_and_stand_in_the_log() {
        // given
        var residence = residences.at(RegionId.of("sg"));

        // when
        var waiting =
                IntStream.range(0, 2000)
                        .mapToObj(i -> residence.admit(Samples.deposit("u-" + i % 50, "text " + i)))
                        .toList();
        var receipts = waiting.stream().map(Samples::done).toList();

        // then
        for (int i = 0; i < receipts.size(); i += 97) {
            var id = receipts.get(i).record().orElseThrow();
            var clear = assertInstanceOf(Opened.Clear.class, residence.open(Samples.TENANT, id));
            assertEquals(Bytes.of("text " + i), clear.content());
        }
        Samples.awaitPublished(residence, receipts.size());
        assertEquals(Verify.FINE, Samples.verify(residence));
    }

    @Test
    void an_erased_subject_cannot_be_decrypted_and_may_come_back() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var before = Samples.done(residence.admit(Samples.deposit("u-gone", "before")));

        // when
        var erasure = residence.erase(Samples.TENANT, "u-gone", Samples.note("erase"));
        var again = residence.erase(Samples.TENANT, "u-gone", Samples.note("erase"));
        var after = Samples.done(residence.admit(Samples.deposit("u-gone", "after")));

        // then
        assertEquals(1, erasure.keys().size());
        assertEquals(1, erasure.records());
        assertEquals(List.of(), again.keys());
        assertNotEquals(erasure.entry(), again.entry());
        assertInstanceOf(
                Opened.Erased.class, residence.open(Samples.TENANT, before.record().orElseThrow()));
        assertInstanceOf(
                Opened.Clear.class, residence.open(Samples.TENANT, after.record().orElseThrow()));
    }
}
