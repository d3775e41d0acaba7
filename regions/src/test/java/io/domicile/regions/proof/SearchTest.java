// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {

    private static final Clue CLUE = new Clue(Clue.Kind.CLEAR, Optional.empty(), "body");
    private static final String LATIN = "q7w8e9r0t1y2u3i4o5p6";
    private static final String CHINESE = "境内数据不出境外半步";

    private record Hit(Needle needle, long offset) {}

    @Test
    void everything_is_found_that_a_naive_search_finds() throws IOException {
        // given
        var random = new Random(4);
        var needles = new ArrayList<Needle>();
        for (int n = 0; n < 400; n++) {
            needles.add(needle(few(random, 8 + random.nextInt(6))));
        }
        var text = few(random, 200_000);

        // when
        var found = found(needles, text);

        // then
        var naive = new ArrayList<Hit>();
        for (int start = 0; start < text.length; start++) {
            for (var needle : needles) {
                if (needle.isAt(text, start, text.length)) {
                    naive.add(new Hit(needle, start));
                }
            }
        }
        assertTrue(naive.size() > 100, "there is something to find: " + naive.size());
        assertEquals(sorted(naive), sorted(found));
    }

    @Test
    void what_lies_across_the_ends_of_buffers_is_found_once() throws IOException {
        // given
        var needle = needle(LATIN.getBytes(StandardCharsets.US_ASCII));
        int size = 1 << 20;
        for (int start = size - 24; start < size + 24; start += 3) {
            var text = new byte[size + 100];
            System.arraycopy(LATIN.getBytes(StandardCharsets.US_ASCII), 0, text, start, 20);

            // when
            var found = found(List.of(needle), text);

            // then
            assertEquals(List.of((long) start), found.stream().map(Hit::offset).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 19})
    void short_texts_hold_nothing(int length) throws IOException {
        var needle = needle(LATIN.getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                List.of(),
                found(
                        List.of(needle),
                        LATIN.substring(0, length).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_text_is_found_in_every_form_and_at_every_alignment() throws IOException {
        for (var word : List.of(LATIN, CHINESE)) {
            for (var before : List.of("", "x", "xy", "{\"body\":\"")) {
                var text = before + word + "\"}";
                var utf8 = text.getBytes(StandardCharsets.UTF_8);
                assertEquals("utf-8", forms(word, utf8));
                assertEquals("utf-16", forms(word, text.getBytes(StandardCharsets.UTF_16LE)));
                assertEquals("utf-16", forms(word, text.getBytes(StandardCharsets.UTF_16BE)));
                assertEquals("base64", forms(word, Base64.getEncoder().encode(utf8)));
                assertEquals("base64", forms(word, Base64.getUrlEncoder().encode(utf8)));
                assertEquals("hex", forms(word, ascii("\\x%s".formatted(hex(utf8)))));
            }
        }
        assertEquals("gb18030", forms(CHINESE, CHINESE.getBytes(Charset.forName("GB18030"))));
        assertEquals(
                "json-escaped",
                forms(
                        CHINESE,
                        ascii(
                                "\\u5883\\u5185\\u6570\\u636e\\u4e0d\\u51fa\\u5883\\u5916\\u534a\\u6b65")));
    }

    @Test
    void a_number_is_found_as_text_rounded_and_as_a_double() throws IOException {
        // given
        double number = 52.373123456789;
        var needles = Needles.ofNumber(CLUE, number);

        // when
        var text = found(needles, ascii("{\"lat\":52.373123456789}"));
        var rounded = found(needles, ascii("POINT(4.9 52.37312345679)"));
        var binary = new ByteArrayOutputStream();
        new DataOutputStream(binary).writeDouble(number);

        // then
        assertEquals("utf-8", forms(text));
        assertEquals("utf-8", forms(rounded));
        assertEquals("double", forms(found(needles, binary.toByteArray())));
    }

    @Test
    void a_sequence_that_is_broken_is_found_by_its_pieces() throws IOException {
        // given
        var whole = few(new Random(5), 600);
        var needles = Needles.pieces(CLUE, whole, 24, 4);
        var broken = new ByteArrayOutputStream();
        broken.write(whole, 0, 160);
        broken.write(new byte[24]);
        broken.write(whole, 160, 440);

        // when
        var found = found(needles, broken.toByteArray());

        // then
        assertEquals("raw", forms(found));
    }

    private static String forms(String word, byte[] text) throws IOException {
        return forms(found(Needles.ofText(CLUE, word), text));
    }

    private static String forms(List<Hit> hits) {
        var forms = new TreeSet<String>();
        hits.forEach(hit -> forms.add(hit.needle().form().toString()));
        return String.join(" ", forms);
    }

    private static List<Hit> found(List<Needle> needles, byte[] text) throws IOException {
        var hits = new ArrayList<Hit>();
        var search = new Search(needles);
        long length =
                search.through(
                        new ByteArrayInputStream(text),
                        (needle, offset) -> hits.add(new Hit(needle, offset)),
                        _ -> {});
        assertEquals(text.length, length);
        return hits;
    }

    private static List<String> sorted(List<Hit> hits) {
        return hits.stream()
                .map(hit -> hit.offset() + " " + System.identityHashCode(hit.needle()))
                .sorted()
                .toList();
    }

    private static Needle needle(byte[] bytes) {
        return new Needle(CLUE, Form.RAW, bytes);
    }

    /// Bytes of few kinds, so that much of it repeats.
    private static byte[] few(Random random, int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(3));
        }
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
