// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.Question;
import io.domicile.policies.RegionId;
import io.domicile.policies.WasmPolicyEngine;
import io.domicile.regions.Export;
import io.domicile.regions.Volume;
import io.domicile.router.Json;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportLimitsTest {

    private static final PolicyBundle BUNDLE = PolicyBundle.bundled();
    private static final ExportLimits LIMITS = ExportLimits.of(BUNDLE, RegionId.of("cn"));
    private static final String EXPORT =
            """
            {"record":{"type":"%s","crs":"GCJ02","precision_m":%d},
             "subjects":[{"home":"CN","age":%d}],"collect":"CN","place":"CN","via":"%s",
             "tenant":{"est":"CN"},"src":"CN","dest":"SG","purpose":"%s","sep_consent":true,
             "volume":{"pi_ytd":1,"spi_ytd":0}}
            """;

    private static WasmPolicyEngine engine;

    @BeforeAll
    static void start() {
        engine = new WasmPolicyEngine(BUNDLE, 1);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "99999, 100000, false",
        "100000, 100001, true",
        "999999, 1000000, false",
        "1000000, 1000001, true",
        "1, 99999, true"
    })
    void the_law_tells_counts_apart_at_its_thresholds_alone(long one, long other, boolean same) {
        assertEquals(same, LIMITS.isSame(new Volume(one, 5), new Volume(other, 5)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, false", "1, 9999, true", "9999, 10000, false", "10000, 10001, true"})
    void sensitive_persons_have_thresholds_of_their_own(long one, long other, boolean same) {
        assertEquals(same, LIMITS.isSame(new Volume(7, one), new Volume(7, other)));
    }

    @Test
    void the_next_threshold_is_above_the_count() {
        assertEquals(OptionalLong.of(1), LIMITS.next(Export.Kind.SPI, new Volume(0, 0)));
        assertEquals(OptionalLong.of(10_000), LIMITS.next(Export.Kind.SPI, new Volume(0, 9_999)));
        assertEquals(OptionalLong.empty(), LIMITS.next(Export.Kind.SPI, new Volume(0, 10_000)));
        assertEquals(
                OptionalLong.of(1_000_000), LIMITS.next(Export.Kind.PI, new Volume(100_000, 0)));
    }

    @Test
    void regions_whose_law_does_not_count_have_no_thresholds() {
        var none = ExportLimits.of(BUNDLE, RegionId.of("nl"));
        assertTrue(none.isSame(new Volume(0, 0), new Volume(2_000_000, 2_000_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "loc.point, 10, 34, phone, support",
        "loc.point, 10, 34, in_car, support",
        "loc.point, 2000, 34, phone, support",
        "loc.coarse, 20000, 34, phone, support",
        "loc.coarse, 20000, 12, phone, support",
        "loc.coarse, 20000, 16, phone, support",
        "loc.live, 10, 34, in_car, support",
        "loc.track, 10, 34, phone, support",
        "msg.text, 10, 34, phone, support",
        "msg.text, 10, 34, phone, deliver_message",
        "msg.voice, 10, 34, in_car, deliver_message",
        "msg.voice, 10, 34, phone, deliver_message",
        "msg.image, 10, 34, in_car, deliver_message",
        "msg.meta, 10, 34, phone, support"
    })
    void a_record_counts_as_sensitive_where_the_policies_take_it_as_such(
            String type, int precision, int age, String via, String purpose) throws IOException {
        // given
        var facts = Json.MAPPER.readTree(EXPORT.formatted(type, precision, age, via, purpose));

        // when
        var decision =
                engine.decide(new Question("transfer", (ObjectNode) facts))
                        .toCompletableFuture()
                        .join();

        // then: one person in the year needs a mechanism only if the data are sensitive
        boolean sensitive = decision.effect() == Effect.DENY && decision.rules().contains("C12");
        assertEquals(
                sensitive, Exports.isSensitive(decision.labels()), decision.labels()::toString);
    }

    @Test
    void the_thresholds_are_those_of_the_law() {
        assertEquals(List.of(100_000L, 1_000_000L), LIMITS.pi());
        assertEquals(List.of(1L, 10_000L), LIMITS.spi());
    }
}
