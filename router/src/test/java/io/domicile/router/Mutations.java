// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Breaks documents in the ways that attackers and faulty clients do.
final class Mutations {

    private static final List<String> TOKENS =
            List.of(
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "[[",
                    "}",
                    "\"",
                    ",",
                    ":",
                    "-0",
                    "1e400",
                    "1e-400",
                    "NaN",
                    "99999999999999999999",
                    "\\u0000",
                    "\\ud800",
                    "\u0000",
                    "\uFEFF",
                    "\"type\":\"msg.text\",",
                    "\"\":1,",
                    "/**/",
                    "'x'",
                    "0x10",
                    "\"age\":-1,");

    private Mutations() {}

    /// The document after one to four random changes.
    static byte[] of(byte[] document, RandomGenerator random) {
        var bytes = document;
        for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 1; i--) {
            bytes = mutate(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                var flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> splice(bytes, at, at, token(random));
            case 3 ->
                    splice(bytes, at, Math.min(bytes.length, at + random.nextInt(12)), new byte[0]);
            default -> {
                int end = Math.min(bytes.length, at + random.nextInt(60));
                yield splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            }
        };
    }

    private static byte[] token(RandomGenerator random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        var spliced = new byte[bytes.length - (to - from) + middle.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(bytes, to, spliced, from + middle.length, bytes.length - to);
        return spliced;
    }
}
