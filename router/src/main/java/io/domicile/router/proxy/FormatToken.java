// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Bytes;
import io.domicile.regions.Term;
import io.domicile.router.search.SearchTerms;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.util.BasicAlphabetMapper;

/// Stands for a text where only a text of its form fits: as long, its punctuation where it was, and
/// of the same classes of characters (digits, small and capital letters of ASCII). FF1 of NIST SP
/// 800-38G Rev. 1 with AES-256: under one key, different texts have different tokens and a text
/// always has the same one.
final class FormatToken {

    private static final String DIGITS = "0123456789";
    private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final byte[] TWEAK = "domicile/format/v1".getBytes(StandardCharsets.US_ASCII);

    /// SP 800-38G Rev. 1: fewer texts could be tried one by one.
    private static final double LEAST_TEXTS = 1_000_000;

    private static final int LONGEST = 256;

    private FormatToken() {}

    /// The token of a text; empty if fewer than a million texts have its form, or if it is longer
    /// than 256 characters or has letters of other scripts, which would go on as they are.
    ///
    /// @param key 32 bytes
    static Optional<String> of(Bytes key, String text) {
        return transformed(key, text, true);
    }

    /// The text that a token stands for; empty if it cannot be one.
    static Optional<String> open(Bytes key, String token) {
        return transformed(key, token, false);
    }

    /// Whether a text can be a token.
    static boolean isPossible(String text) {
        if (text.length() > LONGEST || text.codePoints().anyMatch(FormatToken::isForeign)) {
            return false;
        }
        var alphabet = alphabet(text);
        long characters = text.chars().filter(c -> alphabet.indexOf(c) >= 0).count();
        return Math.pow(alphabet.length(), (double) characters) >= LEAST_TEXTS;
    }

    /// What its records are found by.
    static Term term(String token) {
        return new Term(SearchTerms.FORMAT, token);
    }

    /// Walks on until the text has all classes again that it had: that keeps it reversible, and two
    /// texts of unlike forms from having the same token.
    private static Optional<String> transformed(Bytes key, String text, boolean encrypt) {
        if (!isPossible(text)) {
            return Optional.empty();
        }
        var alphabet = alphabet(text);
        var mapper = new BasicAlphabetMapper(alphabet);
        var engine = new FPEFF1Engine();
        engine.init(
                encrypt,
                new FPEParameters(new KeyParameter(key.toArray()), mapper.getRadix(), TWEAK));
        var block =
                mapper.convertToIndexes(text.replaceAll("[^" + alphabet + "]", "").toCharArray());
        var result = text;
        do {
            engine.processBlock(block, 0, block.length, block, 0);
            result = filled(text, alphabet, mapper.convertToChars(block));
        } while (!alphabet(result).equals(alphabet));
        return Optional.of(result);
    }

    private static String filled(String form, String alphabet, char[] characters) {
        var filled = new StringBuilder(form);
        int next = 0;
        for (int i = 0; i < form.length(); i++) {
            if (alphabet.indexOf(form.charAt(i)) >= 0) {
                filled.setCharAt(i, characters[next++]);
            }
        }
        return filled.toString();
    }

    /// The characters of all classes that a text has some of.
    private static String alphabet(String text) {
        var alphabet = new StringBuilder();
        for (var each : new String[] {DIGITS, SMALL, CAPITALS}) {
            if (text.chars().anyMatch(c -> each.indexOf(c) >= 0)) {
                alphabet.append(each);
            }
        }
        return alphabet.toString();
    }

    private static boolean isForeign(int codePoint) {
        return codePoint > 0x7e || codePoint < ' ';
    }
}
