// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Algorithm;
import io.domicile.audit.SigningKey;
import io.domicile.regions.keys.LogKey;
import io.domicile.regions.keys.LogKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Log keys in memory: generations `log-v1`, `log-v2` and so on.
public final class TestLogKeys implements LogKeys {

    private final List<LogKey> generations = new ArrayList<>();

    /// One generation of an Ed25519 key alone.
    TestLogKeys(SigningKey key) {
        generations.add(new LogKey(key, List.of()));
    }

    /// One generation of Ed25519 and ML-DSA-44.
    TestLogKeys() {
        spread();
    }

    /// Adds a generation that no log signs with yet.
    void spread() {
        generations.add(made(generations.size() + 1));
    }

    @Override
    public String newest() {
        return name(generations.size());
    }

    @Override
    public String next(String generation) {
        if (newest().equals(generation)) {
            spread();
        }
        return newest();
    }

    @Override
    public List<String> candidates(String known) {
        return IntStream.rangeClosed(1, generations.size())
                .mapToObj(TestLogKeys::name)
                .toList()
                .reversed();
    }

    @Override
    public LogKey of(String generation) {
        return generations.get(number(generation) - 1);
    }

    /// Keys of which none is kept anywhere, as a token derives them.
    static LogKeys derived() {
        return new LogKeys() {
            @Override
            public String newest() {
                return name(1);
            }

            @Override
            public String next(String generation) {
                return name(number(generation) + 1);
            }

            @Override
            public List<String> candidates(String known) {
                return IntStream.range(1, 4).mapToObj(i -> name(number(known) + i)).toList();
            }

            @Override
            public LogKey of(String generation) {
                return made(number(generation));
            }
        };
    }

    private static String name(int number) {
        return "log-v" + number;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring("log-v".length()));
    }

    private static LogKey made(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        var second = new LogKey.Other(Algorithm.ML_DSA_44, SigningKey.mlDsa44(seed));
        return new LogKey(SigningKey.of(seed), List.of(second));
    }
}
