// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.domicile.policies.RegionId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
}
