// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Arrays;
import java.util.Optional;

/// A SHA-256 value: of an entry (a leaf), of a subtree (a node), or of a whole tree (its root).
public final class Hash {
    /// The length of a hash in bytes.
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @param bytes exactly 32 bytes; they are copied
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /// @param base64 padded standard base64 of 32 bytes; anything else gives an empty answer
    public static Optional<Hash> parse(String base64) {
        return StrictBase64.decode(base64).filter(b -> b.length == BYTES).map(Hash::new);
    }

    /// The hash at a place in a row of packed hashes, as a tile holds them.
    static Hash at(byte[] packed, int place) {
        return new Hash(Arrays.copyOfRange(packed, place * BYTES, (place + 1) * BYTES));
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    void copyTo(byte[] packed, int place) {
        System.arraycopy(bytes, 0, packed, place * BYTES, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The hash in base64, as checkpoints and proofs write it.
    @Override
    public String toString() {
        return StrictBase64.encode(bytes);
    }
}
