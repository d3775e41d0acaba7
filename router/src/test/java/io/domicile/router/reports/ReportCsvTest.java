// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCsvTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "two, words|`\"two, words\"`",
                "so \"called\"|`\"so \"\"called\"\"\"`",
                "=1+1|'=1+1",
                "+49 30|'+49 30",
                "-7|'-7",
                "@SUM(A1)|'@SUM(A1)",
                "`\t=1`|`'\t=1`",
                "`=A1,\"x\"`|`\"'=A1,\"\"x\"\"\"`"
            })
    void a_value_is_quoted_and_no_formula(String value, String written) {
        assertEquals(written, ReportCsv.quoted(value));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "10, 13", "13, 0"})
    void a_line_break_is_quoted(int first, int second) {
        // given
        var value = "a" + (char) (first == 0 ? 'b' : first) + (char) (second == 0 ? 'c' : second);

        // when
        var written = ReportCsv.quoted(value);

        // then
        assertEquals('"' + value + '"', written);
    }
}
