// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;

/// The DEK of one data subject of one tenant: seals its records and their audit details, and makes
/// its pseudonyms in the audit log. Destroyed, nothing of the subject opens.
///
/// The material is 64 bytes: 32 for the data (a suite with shorter keys takes the first ones), then
/// 32 for the audit log. Not for use by several threads at once.
public final class SubjectKey implements Destroyable, AutoCloseable {

    /// Length of the material in bytes.
    public static final int LENGTH = 64;

    private static final int HALF = LENGTH / 2;

    private final UUID id;
    private final Suite suite;
    private final byte[] material;
    private @Nullable Aead data;
    private boolean destroyed;

    private SubjectKey(UUID id, Suite suite, byte[] material) {
        if (material.length != LENGTH) {
            throw new IllegalArgumentException("a DEK has " + LENGTH + " bytes of material");
        }
        this.id = id;
        this.suite = suite;
        this.material = material;
    }

    /// A new key.
    public static SubjectKey random(UUID id, Suite suite, SecureRandom random) {
        var material = new byte[LENGTH];
        random.nextBytes(material);
        return new SubjectKey(id, suite, material);
    }

    /// The key with this material, which now belongs to the key: the caller forgets it.
    public static SubjectKey of(UUID id, Suite suite, byte[] material) {
        return new SubjectKey(id, suite, material);
    }

    public UUID id() {
        return id;
    }

    public Suite suite() {
        return suite;
    }

    /// Lets `wrap` see the material and gives what it makes of it. What it is given does not
    /// outlive the call.
    public byte[] wrapped(Function<byte[], byte[]> wrap) {
        return wrap.apply(material());
    }

    /// Seals under a fresh random nonce.
    ///
    /// @return an [Envelope] as it is stored
    public byte[] seal(AssociatedData bound, byte[] clear, Nonces nonces) {
        return Envelope.seal(suite, id, data(), nonces.next(), bound.encode(suite, id), clear);
    }

    /// Verifies and opens what this key sealed.
    ///
    /// @throws MalformedEnvelope if it names another key or suite
    /// @throws TagMismatch if it was not sealed by this key, or bound to anything else
    public byte[] open(AssociatedData bound, Envelope envelope) {
        if (envelope.suite() != suite || !envelope.key().equals(id)) {
            throw new MalformedEnvelope("it was sealed by another key");
        }
        return envelope.open(data(), bound.encode(suite, id));
    }

    /// The subject's pseudonym in one audit entry, 16 bytes: another in each entry.
    public byte[] pseudonym(UUID event) {
        var label = "domicile/sp/v1".getBytes(StandardCharsets.US_ASCII);
        var message = Arrays.copyOf(label, label.length + 1 + 36);
        var text = event.toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, message, label.length + 1, text.length);
        var key = Arrays.copyOfRange(material(), HALF, LENGTH);
        try {
            return Arrays.copyOf(Suite.hmacSha256(key, message), 16);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// The commitment to a detail that is kept off the log: `SHA-256("domicile/commit/v1" || 0x00
    /// || salt || detail)`.
    public static byte[] commitment(byte[] salt, byte[] detail) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("domicile/commit/v1\0".getBytes(StandardCharsets.US_ASCII));
            digest.update(salt);
            return digest.digest(detail);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    @Override
    public void destroy() {
        Arrays.fill(material, (byte) 0);
        if (data != null) {
            data.destroy();
            data = null;
        }
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "SubjectKey[" + id + "]";
    }

    private Aead data() {
        if (data == null) {
            data = suite.under(Arrays.copyOf(material(), suite.keyLength()));
        }
        return data;
    }

    private byte[] material() {
        if (destroyed) {
            throw new IllegalStateException("the key is destroyed");
        }
        return material;
    }
}
