// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A kind of line under a note: how its keys are named, what they sign, and how that is checked.
///
/// The kinds of C2SP that a JDK can check are in [Algorithm]. Others, which C2SP gives the type
/// byte `0xff` and a long name, come from whoever has the algorithm; they sign the note's text as
/// it is unless they say otherwise.
public interface SignatureKind {

    /// What stands before the public key in a vkey and under the hash that gives the key id: the
    /// type byte and, after `0xff`, the long name.
    byte[] type();

    /// Whether a line carries the time of signing: eight bytes, before the signature.
    default boolean isTimed() {
        return false;
    }

    /// The bytes that are signed.
    ///
    /// @param name the key's name
    /// @param text the note's text
    /// @param time seconds since 1970, from 0; 0 for a kind without a time
    /// @throws LogFailure.Damaged if the kind signs checkpoints alone, and the text is none
    default byte[] message(String name, String text, long time) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The check under one public key, safe for use by several threads; empty if the bytes are no
    /// public key of this kind.
    Optional<Check> check(byte[] publicKey);

    /// Judges signatures under one public key.
    @FunctionalInterface
    interface Check {

        /// Whether the signature is this key's over that message.
        boolean verifies(byte[] message, byte[] signature);
    }
}
