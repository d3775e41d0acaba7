// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/// Random words, that stand nowhere else.
public final class Words {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LATIN = 20;
    private static final int CHINESE = 10;
    private static final int FIRST = 0x4e00;
    private static final int LAST = 0x9fa5;

    private final SecureRandom random = new SecureRandom();

    /// 20 lower-case letters and digits.
    public String latin() {
        return random.ints(LATIN, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                .collect(Collectors.joining());
    }

    /// 10 Chinese characters.
    public String chinese() {
        return random.ints(CHINESE, FIRST, LAST + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /// A number near another one: twelve digits after the point, the first three as given.
    public double near(double place) {
        return Math.round(place * 1e3) / 1e3 + random.nextInt(100_000_000, 999_999_999) / 1e12;
    }
}
