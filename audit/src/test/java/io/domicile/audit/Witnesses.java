// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// Witnesses with made-up keys, all at the same time.
final class Witnesses {
    static final Instant TIME = Instant.parse("2026-11-20T20:14:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(TIME);

    private Witnesses() {}

    static Cosigner ed25519(int number) {
        return ed25519(number, TIME);
    }

    static Cosigner ed25519(int number, Instant time) {
        var key = SigningKey.of(seed(number));
        return new Cosigner("example.com/w" + number, key, InstantSource.fixed(time));
    }

    static Cosigner mlDsa44(int number) {
        var key = SigningKey.mlDsa44(seed(number));
        return new Cosigner("example.com/q" + number, Algorithm.ML_DSA_44, key, CLOCK);
    }

    static byte[] seed(int number) {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }

    static NoteVerifier verifier(String vkey) {
        return NoteVerifier.parse(vkey).orElseThrow();
    }
}
