// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/// A sealed record as it is stored, byte for byte as `docs/envelope.md` says: version, suite, key
/// id, nonce, ciphertext and tag.
public final class Envelope {

    /// The version that is written, and the only one so far.
    public static final byte VERSION = 1;

    private static final int KEY = 2;
    private static final int NONCE = KEY + 16;
    private static final int HEADER = NONCE + Suite.NONCE;

    private final Suite suite;
    private final byte[] stored;

    private Envelope(Suite suite, byte[] stored) {
        this.suite = suite;
        this.stored = stored;
    }

    /// Seals.
    ///
    /// @return the envelope as it is stored
    static byte[] seal(
            Suite suite, UUID key, Aead aead, byte[] nonce, byte[] associated, byte[] clear) {
        var stored = new byte[HEADER + clear.length + Suite.TAG];
        stored[0] = VERSION;
        stored[1] = suite.code();
        Fields.write(stored, KEY, key);
        System.arraycopy(nonce, 0, stored, NONCE, nonce.length);
        aead.encrypt(nonce, associated, clear, stored, HEADER);
        return stored;
    }

    /// Reads a stored envelope.
    ///
    /// @throws MalformedEnvelope if the bytes are too short or of an unknown version or suite
    public static Envelope read(byte[] stored) {
        if (stored.length < HEADER + Suite.TAG) {
            throw new MalformedEnvelope("it is too short");
        }
        if (stored[0] != VERSION) {
            throw new MalformedEnvelope("its version " + (stored[0] & 0xff) + " is not known here");
        }
        return new Envelope(Suite.coded(stored[1]), stored.clone());
    }

    /// Verifies and opens.
    ///
    /// @throws TagMismatch if it was sealed with another key or bound to anything else
    byte[] open(Aead aead, byte[] associated) {
        return aead.decrypt(Arrays.copyOfRange(stored, NONCE, HEADER), associated, stored, HEADER);
    }

    /// Ciphertext and tag.
    public byte[] sealed() {
        return Arrays.copyOfRange(stored, HEADER, stored.length);
    }

    /// What it is sealed with.
    Suite suite() {
        return suite;
    }

    /// Id of the DEK.
    UUID key() {
        var buffer = ByteBuffer.wrap(stored);
        return new UUID(buffer.getLong(KEY), buffer.getLong(KEY + Long.BYTES));
    }
}
