// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import io.domicile.regions.Bytes;
import java.nio.ByteBuffer;
import java.util.UUID;

/// A sealed record as it is stored, byte for byte as `docs/envelope.md` says: version, suite, key
/// id, nonce, ciphertext and tag.
///
/// @param suite what it is sealed with
/// @param key id of the DEK
/// @param nonce 12 random bytes
/// @param sealed ciphertext and tag
public record Envelope(Suite suite, UUID key, Bytes nonce, Bytes sealed) {

    /// The version that is written, and the only one so far.
    public static final byte VERSION = 1;

    private static final int HEADER = 1 + 1 + 16 + Suite.NONCE;

    /// Reads a stored envelope.
    ///
    /// @throws MalformedEnvelope if the bytes are too short or of an unknown version or suite
    public static Envelope read(byte[] stored) {
        if (stored.length < HEADER + Suite.TAG) {
            throw new MalformedEnvelope("too short");
        }
        var buffer = ByteBuffer.wrap(stored);
        if (buffer.get() != VERSION) {
            throw new MalformedEnvelope("unknown version");
        }
        var suite = Suite.coded(buffer.get());
        var key = new UUID(buffer.getLong(), buffer.getLong());
        var nonce = take(buffer, Suite.NONCE);
        return new Envelope(suite, key, nonce, take(buffer, buffer.remaining()));
    }

    /// The envelope as it is stored.
    public byte[] write() {
        return ByteBuffer.allocate(HEADER + sealed.length())
                .put(VERSION)
                .put(suite.code())
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .put(nonce.toArray())
                .put(sealed.toArray())
                .array();
    }

    private static Bytes take(ByteBuffer buffer, int length) {
        var part = new byte[length];
        buffer.get(part);
        return Bytes.of(part);
    }
}
