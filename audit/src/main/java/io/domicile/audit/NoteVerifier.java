// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks Ed25519 signatures on notes with a public key, given as a `vkey`: name, key id and key in
/// one line. Needs nothing but the JDK.
public final class NoteVerifier {
    static final byte ED25519 = 1;

    private static final int KEY_BYTES = 32;
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final Pattern VKEY = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)");

    private final String name;
    private final String keyId;
    private final byte[] algorithmAndKey;
    private final PublicKey key;

    private NoteVerifier(String name, byte[] algorithmAndKey, PublicKey key) {
        this.name = name;
        this.keyId = keyId(name, algorithmAndKey);
        this.algorithmAndKey = algorithmAndKey;
        this.key = key;
    }

    /// Reads a vkey strictly: `<name>+<key id>+<base64 of 0x01 and the 32-byte key>`.
    ///
    /// @return empty if it is not a vkey, its id is not its key's, or it is not for Ed25519
    public static Optional<NoteVerifier> parse(String vkey) {
        var match = VKEY.matcher(vkey);
        if (!match.matches() || !Note.isName(match.group(1))) {
            return Optional.empty();
        }
        return StrictBase64.decode(match.group(3))
                .filter(k -> k.length == 1 + KEY_BYTES && k[0] == ED25519)
                .filter(k -> keyId(match.group(1), k).equals(match.group(2)))
                .flatMap(k -> of(match.group(1), k));
    }

    /// The name of the key; for a log's own key, the log's origin.
    public String name() {
        return name;
    }

    /// Name and key id, as people compare keys: `<name>+<eight hex digits>`.
    public String shortName() {
        return name + "+" + keyId;
    }

    /// Whether the note is signed with this key.
    ///
    /// Signatures of other keys are passed over. One that claims this key and does not verify
    /// spoils the note, even beside a good one.
    public boolean verifies(Note note) {
        var mine =
                note.signatures().stream()
                        .filter(s -> s.name().equals(name) && s.keyId().equals(keyId))
                        .toList();
        var text = note.text().getBytes(StandardCharsets.UTF_8);
        return !mine.isEmpty() && mine.stream().allMatch(s -> verifies(text, s.bytes()));
    }

    /// The vkey.
    @Override
    public String toString() {
        return shortName() + "+" + StrictBase64.encode(algorithmAndKey);
    }

    static String keyId(String name, byte[] algorithmAndKey) {
        var digest = Merkle.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(algorithmAndKey), 0, 4);
    }

    private static Optional<NoteVerifier> of(String name, byte[] algorithmAndKey) {
        var spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(algorithmAndKey, 1, spki, SPKI_PREFIX.length, KEY_BYTES);
        try {
            var key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
            return Optional.of(new NoteVerifier(name, algorithmAndKey, key));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    boolean verifies(byte[] text, byte[] signature) {
        try {
            var ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
