// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/// Merkle tree hashing of RFC 6962, section 2.1, with SHA-256.
///
/// The static methods are for single hashes. An instance keeps one digest for hashing in bulk and
/// belongs to one thread.
public final class Merkle {
    /// The root of a tree without entries: SHA-256 of nothing.
    public static final Hash EMPTY_ROOT = Hash.of(sha256().digest());

    private final MessageDigest digest = sha256();

    /// The hash of an entry.
    public static Hash leafHash(byte[] entry) {
        var hash = new byte[Hash.BYTES];
        new Merkle().leaf(entry, 0, entry.length, hash, 0);
        return Hash.of(hash);
    }

    /// The hash of a node over its two children.
    public static Hash nodeHash(Hash left, Hash right) {
        var packed = new byte[2 * Hash.BYTES];
        left.copyTo(packed, 0);
        right.copyTo(packed, 1);
        return new Merkle().root(packed, 0, 2);
    }

    /// The root over a tree's right edge: for each level the hashes of the tile that is not full
    /// yet, packed, level 0 first.
    static Hash edgeRoot(List<byte[]> edge) {
        var merkle = new Merkle();
        byte[] carried = {};
        for (var tile : edge) {
            var row = Arrays.copyOf(tile, tile.length + carried.length);
            System.arraycopy(carried, 0, row, tile.length, carried.length);
            if (row.length > 0) {
                carried = merkle.root(row, 0, row.length / Hash.BYTES).bytes();
            }
        }
        return carried.length == 0 ? EMPTY_ROOT : Hash.of(carried);
    }

    /// Hashes the entry at `from[offset, offset + length)` into place `place` of a row of hashes.
    void leaf(byte[] from, int offset, int length, byte[] row, int place) {
        digest.update((byte) 0);
        digest.update(from, offset, length);
        finish(row, place);
    }

    /// The root over `count` packed hashes that start at place `first`; `count` is at least 1.
    ///
    /// Joining neighbours level by level, and carrying an odd last one up as it is, gives the same
    /// tree as the recursive definition.
    Hash root(byte[] packed, int first, int count) {
        var row = Arrays.copyOfRange(packed, first * Hash.BYTES, (first + count) * Hash.BYTES);
        for (var width = count; width > 1; width = (width + 1) / 2) {
            for (var i = 0; i < width / 2; i++) {
                digest.update((byte) 1);
                digest.update(row, 2 * i * Hash.BYTES, 2 * Hash.BYTES);
                finish(row, i);
            }
            if (width % 2 == 1) {
                System.arraycopy(
                        row, (width - 1) * Hash.BYTES, row, width / 2 * Hash.BYTES, Hash.BYTES);
            }
        }
        return Hash.at(row, 0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void finish(byte[] row, int place) {
        try {
            digest.digest(row, place * Hash.BYTES, Hash.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a row of hashes always has room for one more", e);
        }
    }
}
