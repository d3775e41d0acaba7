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
/// 32 for the audit log, out of which the pseudonyms and the key of the details are made. So the
/// log can be kept where the law wants it after the data half is destroyed: such a restricted key
/// has the log half alone, opens details, and seals nothing.
///
/// Not for use by several threads at once.
public final class SubjectKey implements Destroyable, AutoCloseable {

    /// Length of the material in bytes.
    public static final int LENGTH = 64;

    private static final int HALF = LENGTH / 2;

    private static final byte[] DETAIL = "domicile/detail/v1".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PSEUDONYMS =
            "domicile/sp-key/v1".getBytes(StandardCharsets.US_ASCII);

    private final UUID id;
    private final Suite suite;
    private final byte[] material;
    private @Nullable Aead data;
    private @Nullable Aead details;
    private boolean destroyed;

    private SubjectKey(UUID id, Suite suite, byte[] material, int length) {
        if (material.length != length) {
            throw new IllegalArgumentException("a DEK has " + length + " bytes of material");
        }
        this.id = id;
        this.suite = suite;
        this.material = material;
    }

    /// A new key.
    public static SubjectKey random(UUID id, Suite suite, SecureRandom random) {
        var material = new byte[LENGTH];
        random.nextBytes(material);
        return of(id, suite, material);
    }

    /// The key with this material, which now belongs to the key: the caller forgets it.
    public static SubjectKey of(UUID id, Suite suite, byte[] material) {
        return new SubjectKey(id, suite, material, LENGTH);
    }

    /// The restricted key with this log half, which now belongs to the key.
    public static SubjectKey restricted(UUID id, Suite suite, byte[] logHalf) {
        return new SubjectKey(id, suite, logHalf, HALF);
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

    /// As [#wrapped], of the log half alone: what a restricted key is made of.
    public byte[] wrappedLog(Function<byte[], byte[]> wrap) {
        var half = logHalf();
        try {
            return wrap.apply(half);
        } finally {
            Arrays.fill(half, (byte) 0);
        }
    }

    /// Seals under a fresh random nonce.
    ///
    /// @return an [Envelope] as it is stored
    /// @throws IllegalStateException if the key is restricted
    public byte[] seal(AssociatedData bound, byte[] clear, Nonces nonces) {
        if (isRestricted()) {
            throw new IllegalStateException("a restricted key seals nothing");
        }
        var associated = bound.encode(suite, id);
        return Envelope.seal(suite, id, aead(bound), nonces.next(), associated, clear);
    }

    /// Verifies and opens what this key sealed.
    ///
    /// @throws MalformedEnvelope if it names another key or suite
    /// @throws TagMismatch if it was not sealed by this key, or bound to anything else
    public byte[] open(AssociatedData bound, Envelope envelope) {
        if (envelope.suite() != suite || !envelope.key().equals(id)) {
            throw new MalformedEnvelope("it was sealed by another key");
        }
        return envelope.open(aead(bound), bound.encode(suite, id));
    }

    /// The subject's pseudonym in one audit entry, 16 bytes: another in each entry.
    public byte[] pseudonym(UUID event) {
        var key = pseudonymKey();
        try {
            return pseudonym(key, event);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// The pseudonym that a [#pseudonymKey] makes: `HMAC-SHA-256(key, "domicile/sp/v1" || 0x00 ||
    /// event)`, the first 16 bytes; the event's id as text.
    public static byte[] pseudonym(byte[] pseudonymKey, UUID event) {
        var label = "domicile/sp/v1".getBytes(StandardCharsets.US_ASCII);
        var message = Arrays.copyOf(label, label.length + 1 + 36);
        var text = event.toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, message, label.length + 1, text.length);
        return Arrays.copyOf(Suite.hmacSha256(pseudonymKey, message), 16);
    }

    /// What makes the subject's pseudonyms, 32 bytes, and nothing else: who is given it finds the
    /// subject's entries in the log, and opens no detail and no record.
    public byte[] pseudonymKey() {
        var half = logHalf();
        try {
            return Suite.hmacSha256(half, PSEUDONYMS);
        } finally {
            Arrays.fill(half, (byte) 0);
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
        destroy(data);
        destroy(details);
        data = null;
        details = null;
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

    /// What seals what is bound so: the log half for details, else the data half.
    private Aead aead(AssociatedData bound) {
        return switch (bound) {
            case AssociatedData.OfRecord _, AssociatedData.OfDisclosure _ -> data();
            case AssociatedData.OfDetail _ -> details();
        };
    }

    private Aead data() {
        if (data == null) {
            data = suite.under(dataKey());
        }
        return data;
    }

    private Aead details() {
        if (details == null) {
            details = suite.under(detailKey());
        }
        return details;
    }

    private static void destroy(@Nullable Aead aead) {
        if (aead != null) {
            aead.destroy();
        }
    }

    private byte[] dataKey() {
        if (isRestricted()) {
            throw new IllegalStateException("a restricted key opens details alone");
        }
        return Arrays.copyOf(material(), suite.keyLength());
    }

    private byte[] detailKey() {
        var half = logHalf();
        var derived = Suite.hmacSha256(half, DETAIL);
        try {
            return Arrays.copyOf(derived, suite.keyLength());
        } finally {
            Arrays.fill(half, (byte) 0);
            Arrays.fill(derived, (byte) 0);
        }
    }

    private byte[] logHalf() {
        return Arrays.copyOfRange(material(), material.length - HALF, material.length);
    }

    private boolean isRestricted() {
        return material.length == HALF;
    }

    private byte[] material() {
        if (destroyed) {
            throw new IllegalStateException("the key is destroyed");
        }
        return material;
    }
}
