// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "3.7900925, 10",
        "10.000001, 100",
        "100, 100",
        "999.9, 1000",
        "1000, 1000",
        "1000.5, 2000",
        "2999.9, 2000",
        "3000, 3000",
        "3000.1, 10000",
        "10000.1, 100000",
        "20100000, 1000000"
    })
    void an_accuracy_becomes_the_next_step(double metres, double step) {
        // when
        double asked = Precision.forLaw(metres);

        // then
        assertEquals(step, asked);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, 999.99, 1000, 1000.01, 2999.99, 3000, 3000.01, 5000, 1e7})
    void a_step_lies_on_the_same_side_of_the_laws_limits(double metres) {
        // when
        double asked = Precision.forLaw(metres);

        // then
        assertEquals(metres <= 1000, asked <= 1000);
        assertEquals(metres >= 3000, asked >= 3000);
    }
}
