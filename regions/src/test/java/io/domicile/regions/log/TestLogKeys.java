// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Algorithm;
import io.domicile.audit.SigningKey;
import io.domicile.regions.keys.LogKey;
import io.domicile.regions.keys.LogKeys;
import java.util.ArrayList;
import java.util.List;

/// Log keys in memory: generations `log-v1`, `log-v2` and so on.
public final class TestLogKeys implements LogKeys {

    private final List<LogKey> generations = new ArrayList<>();

    /// One generation of an Ed25519 key alone.
    TestLogKeys(SigningKey key) {
        generations.add(new LogKey(key, List.of()));
    }

    /// One generation of Ed25519 and ML-DSA-44.
    TestLogKeys() {
        generations.add(made(1));
    }

    @Override
    public String newest() {
        return "log-v" + generations.size();
    }

    @Override
    public String next(String generation) {
        if (newest().equals(generation)) {
            generations.add(made(generations.size() + 1));
        }
        return newest();
    }

    @Override
    public LogKey of(String generation) {
        return generations.get(Integer.parseInt(generation.substring("log-v".length())) - 1);
    }

    private static LogKey made(int number) {
        var seed = new byte[32];
        seed[0] = (byte) number;
        var second = new LogKey.Other(Algorithm.ML_DSA_44, SigningKey.mlDsa44(seed));
        return new LogKey(SigningKey.of(seed), List.of(second));
    }
}
