// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;

/// A private key that the JDK made from its seed, held in memory.
final class SeededKey implements SigningKey {
    private static final int SEED_BYTES = 32;

    private final JdkSignature algorithm;
    private final KeyPair keys;

    private SeededKey(JdkSignature algorithm, KeyPair keys) {
        this.algorithm = algorithm;
        this.keys = keys;
    }

    static SeededKey of(JdkSignature algorithm, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("the seed of a private key has 32 bytes");
        }
        try {
            var generator = KeyPairGenerator.getInstance(algorithm.algorithm());
            var parameters = new NamedParameterSpec(algorithm.algorithm());
            generator.initialize(parameters, new Given(seed));
            return new SeededKey(algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw missing(algorithm, e);
        }
    }

    @Override
    public byte[] publicKey() {
        return algorithm.raw(keys.getPublic());
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance(algorithm.algorithm());
            signer.initSign(keys.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw missing(algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey";
    }

    private static IllegalStateException missing(
            JdkSignature algorithm, GeneralSecurityException cause) {
        return new IllegalStateException(
                "this Java platform has no " + algorithm.algorithm(), cause);
    }

    /// The JDK makes a key from a seed nowhere but in its generators, which take it as their random
    /// bytes.
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Given(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException(
                        "a generator asks for something else than the seed");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
