// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Writes what is looked for in the forms in which files may hold it.
///
/// Text of letters and digits stands unchanged in JSON, SQL, URLs and GB 18030, so one form finds
/// it in all of them.
final class Needles {

    private static final Charset GB18030 = Charset.forName("GB18030");

    private Needles() {}

    /// A text in every form.
    static List<Needle> ofText(Clue clue, String text) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        var needles = new ArrayList<>(ofBytes(clue, Form.UTF_8, utf8));
        var utf16 = text.getBytes(StandardCharsets.UTF_16LE);
        if (utf8.length == text.length()) {
            // Each second byte is zero: without the last one it is the same in both byte orders.
            needles.add(new Needle(clue, Form.UTF_16, Arrays.copyOf(utf16, utf16.length - 1)));
        } else {
            needles.add(new Needle(clue, Form.UTF_16, utf16));
            needles.add(new Needle(clue, Form.UTF_16, text.getBytes(StandardCharsets.UTF_16BE)));
            needles.add(new Needle(clue, Form.GB18030, text.getBytes(GB18030)));
            needles.add(ascii(clue, Form.JSON_ESCAPED, escaped(text, "\\u%04x"::formatted)));
            needles.add(ascii(clue, Form.JSON_ESCAPED, escaped(text, "\\u%04X"::formatted)));
            needles.add(ascii(clue, Form.PERCENT, URLEncoder.encode(text, StandardCharsets.UTF_8)));
        }
        return needles;
    }

    /// A number as JSON and SQL write it, cut to ten digits that rounding leaves alone, and as a
    /// double.
    static List<Needle> ofNumber(Clue clue, double number) {
        var text = Double.toString(number);
        var digits = text.substring(0, Math.min(text.length(), 12));
        var needles = new ArrayList<>(ofText(clue, digits));
        for (var order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            var bytes = ByteBuffer.allocate(Double.BYTES).order(order).putDouble(number).array();
            needles.add(new Needle(clue, Form.DOUBLE, bytes));
        }
        return needles;
    }

    /// Bytes as they are, in hexadecimal and in base64.
    static List<Needle> ofBytes(Clue clue, Form raw, byte[] bytes) {
        var needles = new ArrayList<Needle>();
        needles.add(new Needle(clue, raw, bytes));
        needles.add(ascii(clue, Form.HEX, HexFormat.of().formatHex(bytes)));
        needles.add(ascii(clue, Form.HEX, HexFormat.of().withUpperCase().formatHex(bytes)));
        for (int before = 0; before < 3; before++) {
            var encoded = base64(bytes, before);
            needles.add(ascii(clue, Form.BASE64, encoded));
            var forUrls = encoded.replace('+', '-').replace('/', '_');
            if (!forUrls.equals(encoded)) {
                needles.add(ascii(clue, Form.BASE64, forUrls));
            }
        }
        return needles;
    }

    /// Pieces of a long sequence: what breaks it, as the heads of pages do, leaves others whole.
    ///
    /// @param most how many at most
    static List<Needle> pieces(Clue clue, byte[] bytes, int length, int most) {
        var needles = new ArrayList<Needle>();
        int step = Math.max(length, bytes.length / most);
        for (int from = 0; from + length <= bytes.length; from += step) {
            needles.addAll(ofBytes(clue, Form.RAW, Arrays.copyOfRange(bytes, from, from + length)));
        }
        return needles;
    }

    /// The characters of base64 that the bytes alone decide, with so many bytes before them.
    private static String base64(byte[] bytes, int before) {
        var shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        Arrays.fill(shifted, (byte) 0);
        return text.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    private static String escaped(String text, IntFunction<String> escape) {
        return text.chars().mapToObj(escape).collect(Collectors.joining());
    }

    private static Needle ascii(Clue clue, Form form, String text) {
        return new Needle(clue, form, text.getBytes(StandardCharsets.US_ASCII));
    }
}
