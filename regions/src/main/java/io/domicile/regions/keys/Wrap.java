// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.seal.Suite;
import java.security.SecureRandom;

/// How DEKs are wrapped: by public key, so that a gateway elsewhere can seal for a region without
/// being able to open.
sealed interface Wrap permits HpkeWrap, Sm2Wrap {

    /// Wraps for the KEK with this private key.
    ///
    /// @param context what the wrapped bytes are bound to
    byte[] wrap(byte[] privateKey, byte[] context, byte[] material, SecureRandom random);

    /// Unwraps.
    ///
    /// @throws WrapBroken if key or context are others, or the bytes were changed
    byte[] unwrap(byte[] privateKey, byte[] context, byte[] wrapped);

    /// The way that goes with a suite: SM2 with SM4, HPKE with AES.
    static Wrap of(Suite suite) {
        return switch (suite) {
            case AES_256_GCM -> new HpkeWrap();
            case SM4_GCM -> new Sm2Wrap();
        };
    }
}
