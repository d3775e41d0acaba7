// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

/// A ciphertext did not verify under the key, nonce and associated data given. Says nothing of the
/// clear text.
public final class TagMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TagMismatch() {
        super("the tag does not match");
    }

    TagMismatch(Throwable cause) {
        super("the tag does not match", cause);
    }
}
