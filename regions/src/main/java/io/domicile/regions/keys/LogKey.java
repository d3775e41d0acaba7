// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.Algorithm;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.SignatureKind;
import io.domicile.audit.SigningKey;
import io.domicile.regions.seal.Suite;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// One generation of the keys that sign a region's log.
///
/// @param ed25519 signs the first line, which every verifier knows
/// @param others sign a line each of other kinds, as far as the holder has them
public record LogKey(SigningKey ed25519, List<Other> others) {

    /// A key of another kind than Ed25519.
    public record Other(SignatureKind kind, SigningKey key) {}

    public LogKey {
        others = List.copyOf(others);
    }

    /// The generation of which all keys come from the seed of its Ed25519 key: ML-DSA-44, and SM2
    /// where the suite is the Chinese one.
    ///
    /// Who computes the Ed25519 scalar out of the public key, as a quantum computer might, still
    /// does not have the seed: the scalar is a part of its SHA-512.
    ///
    /// @param seed 32 secret bytes
    static LogKey of(byte[] seed, Suite suite) {
        var others = new ArrayList<Other>();
        others.add(new Other(Algorithm.ML_DSA_44, SigningKey.mlDsa44(derive(seed, "ml-dsa-44"))));
        if (suite == Suite.SM4_GCM) {
            others.add(new Other(Sm2Note.KIND, Sm2Note.key(derive(seed, "sm2"))));
        }
        return new LogKey(SigningKey.of(seed), others);
    }

    /// A generation of a holder that has no other keys.
    static LogKey of(SigningKey ed25519) {
        return new LogKey(ed25519, List.of());
    }

    /// Signs checkpoints of a log with some generations.
    ///
    /// @param keys one or more; the first line is of the first
    public static NoteSigner signer(String origin, List<LogKey> keys, InstantSource clock) {
        var first = keys.getFirst();
        var signer = first.add(new NoteSigner(origin, first.ed25519, clock));
        for (var key : keys.subList(1, keys.size())) {
            signer = key.add(signer.with(Algorithm.ED25519, key.ed25519));
        }
        return signer;
    }

    /// The kinds of lines that a region of this suite is to sign and that the holder of its keys
    /// has no key for.
    public List<String> missing(Suite suite) {
        var kinds = others.stream().map(Other::kind).toList();
        var missing = new ArrayList<String>();
        if (!kinds.contains(Algorithm.ML_DSA_44)) {
            missing.add("ML-DSA-44");
        }
        if (suite == Suite.SM4_GCM && !kinds.contains(Sm2Note.KIND)) {
            missing.add("SM2 with SM3");
        }
        return missing;
    }

    private NoteSigner add(NoteSigner signer) {
        var more = signer;
        for (var other : others) {
            more = more.with(other.kind, other.key);
        }
        return more;
    }

    private static byte[] derive(byte[] seed, String kind) {
        var label = "domicile/log-" + kind + "/v1";
        return Suite.hmacSha256(seed, label.getBytes(StandardCharsets.US_ASCII));
    }
}
