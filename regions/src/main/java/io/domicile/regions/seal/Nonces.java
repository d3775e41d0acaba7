// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.security.SecureRandom;
import java.util.Arrays;

/// Random nonces, each given once, drawn from the operating system's generator several at a time
/// because each draw has its price.
///
/// Made for one batch of seals and gone with it: a portion that lived longer could be in a snapshot
/// of a virtual machine, and be given out a second time when that is resumed. Not for use by
/// several threads at once.
public final class Nonces {

    private final SecureRandom random;
    private final byte[] portion;
    private int given;

    /// @param count how many will be needed; more are drawn when they are
    public Nonces(SecureRandom random, int count) {
        this.random = random;
        this.portion = new byte[Math.multiplyExact(count, Suite.NONCE)];
        this.given = portion.length;
    }

    /// A nonce that was not given before.
    byte[] next() {
        if (given == portion.length) {
            random.nextBytes(portion);
            given = 0;
        }
        var nonce = Arrays.copyOfRange(portion, given, given + Suite.NONCE);
        given += Suite.NONCE;
        return nonce;
    }
}
