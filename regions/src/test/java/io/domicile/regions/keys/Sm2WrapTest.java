// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sm2WrapTest {

    private static final HexFormat HEX = HexFormat.of();

    /// GB/T 32918.5, appendix C: the example of GB/T 32918.4 on the curve that the state
    /// recommends.
    @Test
    void what_the_standard_encrypts_is_decrypted() {
        // given
        var key = HEX.parseHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
        var c1 =
                "04"
                        + "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
                        + "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0";
        var c3 = "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766";
        var c2 = "21886ca989ca9c7d58087307ca93092d651efa";

        // when
        var clear = Sm2Wrap.decrypt(key, HEX.parseHex(c1 + c3 + c2));

        // then
        assertArrayEquals("encryption standard".getBytes(StandardCharsets.US_ASCII), clear);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 7})
    void another_spelling_of_the_same_point_is_refused(int form) {
        // given
        var key = HEX.parseHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
        var context = new byte[] {1};
        var wrapped = new Sm2Wrap().wrap(key, context, new byte[64], new SecureRandom());

        // when
        wrapped[0] = (byte) form;

        // then
        assertThrows(WrapBroken.class, () -> new Sm2Wrap().unwrap(key, context, wrapped));
    }

    /// GB/T 32905, appendix A.
    @ParameterizedTest
    @CsvSource({
        "1,abc,66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "16,abcd,debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    })
    void sm3_digests_as_the_standard_says(int times, String text, String digest) {
        var message = text.repeat(times).getBytes(StandardCharsets.US_ASCII);
        assertEquals(digest, HEX.formatHex(Sm2Wrap.digest(message)));
    }
}
