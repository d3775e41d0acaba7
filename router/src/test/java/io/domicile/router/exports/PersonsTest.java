// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "99, 99",
        "100, 100",
        "101, 110",
        "99001, 100000",
        "100000, 100000",
        "100001, 110000",
        "10000001, 11000000"
    })
    void a_number_of_persons_passes_a_round_limit_when_they_do(long persons, long rounded) {
        assertEquals(rounded, Persons.rounded(persons));
    }
}
