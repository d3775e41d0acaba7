// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.seal.AssociatedData;
import io.domicile.regions.seal.Nonces;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.seal.Suite;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Sealing a record of 1 KiB as a gateway does it, down to the bytes that are stored, and the naked
/// algorithm with the same key, content and amount of associated data: key ready, no random nonces,
/// nothing encoded, nothing copied.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SealBenchmark {

    private static final int RECORD = 1024;
    private static final RegionId NL = RegionId.of("nl");
    private static final RegionId CN = RegionId.of("cn");
    private static final int TAG_BITS = 128;

    /// As many nonces as a gateway draws at once.
    private static final int PORTION = 128;

    private final SecureRandom random = new SecureRandom();
    private final Nonces nonces = new Nonces(random, PORTION);
    private final SubjectKey aes = SubjectKey.random(id(), Suite.AES_256_GCM, random);
    private final SubjectKey sm4 = SubjectKey.random(id(), Suite.SM4_GCM, random);
    private final byte[] clear = bytes(RECORD);
    private final Bytes holder = Bytes.of(bytes(32));
    private final UUID record = id();
    private final UUID event = id();
    private final Instant now = Instant.parse("2026-11-21T08:00:00.123456Z");
    private final byte[] associated = bound(NL).encode(Suite.AES_256_GCM, id());
    private final SecretKeySpec rawKey = new SecretKeySpec(bytes(32), "AES");
    private final Cipher rawAes;
    private final GCMModeCipher rawSm4 = GCMBlockCipher.newInstance(new SM4Engine());
    private final byte[] nonce = new byte[12];

    /// Makes the keys ready.
    public SealBenchmark() {
        try {
            this.rawAes = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        var key = new KeyParameter(bytes(16));
        rawSm4.init(true, new AEADParameters(key, TAG_BITS, bytes(nonce.length), associated));
    }

    @Benchmark
    public byte[] sealAes() {
        return aes.seal(bound(NL), clear, nonces);
    }

    @Benchmark
    public byte[] rawAes() throws GeneralSecurityException {
        count();
        rawAes.init(Cipher.ENCRYPT_MODE, rawKey, new GCMParameterSpec(TAG_BITS, nonce));
        rawAes.updateAAD(associated);
        return rawAes.doFinal(clear);
    }

    @Benchmark
    public byte[] sealSm4() {
        return sm4.seal(bound(CN), clear, nonces);
    }

    @Benchmark
    public byte[] rawSm4() throws InvalidCipherTextException {
        count();
        rawSm4.init(true, new AEADParameters(null, TAG_BITS, nonce.clone(), associated));
        var output = new byte[rawSm4.getOutputSize(clear.length)];
        int length = rawSm4.processBytes(clear, 0, clear.length, output, 0);
        rawSm4.doFinal(output, length);
        return output;
    }

    private AssociatedData bound(RegionId region) {
        return new AssociatedData.OfRecord(
                region,
                "oem-7",
                record,
                holder,
                "loc.point",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "STORED",
                now,
                now,
                now,
                event);
    }

    /// The next nonce: a counter.
    private void count() {
        int i = nonce.length;
        do {
            nonce[--i]++;
        } while (nonce[i] == 0 && i > 0);
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
