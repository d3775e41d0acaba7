// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Random nonces, each given once. They come in portions: a seed of 256 bits from the generator of
/// the operating system, made longer by AES-256 in counter mode, as in NIST's CTR_DRBG. A draw for
/// each nonce would cost a fifth of a seal.
///
/// Made for one batch of seals and gone with it: a portion that lived longer could be in a snapshot
/// of a virtual machine, and be given out a second time when that is resumed. Not for use by
/// several threads at once.
public final class Nonces {

    private static final int SEED = 32;

    private final SecureRandom random;
    private final byte[] portion;
    private int given;

    /// @param count how many are drawn at once
    public Nonces(SecureRandom random, int count) {
        this.random = random;
        this.portion = new byte[Math.multiplyExact(count, Suite.NONCE)];
        this.given = portion.length;
    }

    /// A nonce that was not given before.
    byte[] next() {
        if (given == portion.length) {
            draw();
            given = 0;
        }
        var nonce = Arrays.copyOfRange(portion, given, given + Suite.NONCE);
        given += Suite.NONCE;
        return nonce;
    }

    private void draw() {
        var seed = new byte[SEED];
        random.nextBytes(seed);
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            var zero = new IvParameterSpec(new byte[16]);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"), zero);
            Arrays.fill(portion, (byte) 0);
            cipher.doFinal(portion, 0, portion.length, portion, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }
}
