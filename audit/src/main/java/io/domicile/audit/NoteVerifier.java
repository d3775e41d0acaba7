// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checks the signatures of one key on notes. The key is given as a `vkey`: name, key id and public
/// key in one line. Needs nothing but the JDK.
public final class NoteVerifier {
    private static final Pattern VKEY = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(.+)");

    private final String name;
    private final String keyId;
    private final SignatureKind kind;
    private final byte[] typeAndKey;
    private final SignatureKind.Check check;

    private NoteVerifier(
            String name, SignatureKind kind, byte[] typeAndKey, SignatureKind.Check check) {
        this.name = name;
        this.keyId = keyId(name, typeAndKey);
        this.kind = kind;
        this.typeAndKey = typeAndKey;
        this.check = check;
    }

    /// What a key says of a note.
    public enum Outcome {
        /// No line claims to be this key's.
        ABSENT,
        /// Every line that claims to be this key's is.
        VALID,
        /// A line claims to be this key's and is not. Such a note is not to be trusted at all.
        INVALID
    }

    /// Reads a vkey strictly: `<name>+<key id>+<base64 of type and public key>`, of the kinds in
    /// [Algorithm].
    ///
    /// @return empty if it is not a vkey, its id is not its key's, or it is of another kind
    public static Optional<NoteVerifier> parse(String vkey) {
        return parse(vkey, List.of());
    }

    /// Reads a vkey strictly.
    ///
    /// @param more kinds that are known beside those in [Algorithm]
    /// @return empty if it is not a vkey, its id is not its key's, or it is of another kind
    public static Optional<NoteVerifier> parse(String vkey, List<? extends SignatureKind> more) {
        var match = VKEY.matcher(vkey);
        if (!match.matches() || !Note.isName(match.group(1))) {
            return Optional.empty();
        }
        return StrictBase64.decode(match.group(3))
                .filter(k -> keyId(match.group(1), k).equals(match.group(2)))
                .flatMap(k ->
                        Stream.concat(Stream.of(Algorithm.values()), more.stream())
                                .flatMap(kind -> of(match.group(1), kind, k).stream())
                                .findFirst());
    }

    /// Whether a text is a vkey of any kind, known or not.
    static boolean isVkey(String text) {
        var match = VKEY.matcher(text);
        return match.matches()
                && Note.isName(match.group(1))
                && StrictBase64.decode(match.group(3))
                        .filter(k -> keyId(match.group(1), k).equals(match.group(2)))
                        .isPresent();
    }

    /// The name of the key; for a log's own key, the log's origin.
    public String name() {
        return name;
    }

    /// Name and key id, as people compare keys: `<name>+<eight hex digits>`.
    public String shortName() {
        return name + "+" + keyId;
    }

    /// The kind of lines that it checks.
    public SignatureKind kind() {
        return kind;
    }

    /// Whether the note is signed with this key: [#check(Note)] says so.
    public boolean verifies(Note note) {
        return check(note) == Outcome.VALID;
    }

    /// Looks for this key's lines in a note and checks them. Lines of other keys are passed over.
    public Outcome check(Note note) {
        var mine = lines(note);
        if (mine.isEmpty()) {
            return Outcome.ABSENT;
        }
        return mine.stream().allMatch(line -> verifies(note.text(), line))
                ? Outcome.VALID
                : Outcome.INVALID;
    }

    /// When the note was signed with this key, the last time if several; empty if it was not, or
    /// lines of this kind tell no time.
    public Optional<Instant> time(Note note) {
        return kind.isTimed() && verifies(note)
                ? lines(note).stream()
                        .map(NoteVerifier::time)
                        .max(Long::compare)
                        .map(Instant::ofEpochSecond)
                : Optional.empty();
    }

    /// Whether both hold the same public key, be it under other names or for other kinds of lines.
    boolean sameKey(NoteVerifier other) {
        return Arrays.equals(publicKey(), other.publicKey());
    }

    /// The vkey.
    @Override
    public String toString() {
        return shortName() + "+" + StrictBase64.encode(typeAndKey);
    }

    static String keyId(String name, byte[] typeAndKey) {
        var digest = Merkle.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(typeAndKey), 0, 4);
    }

    private static Optional<NoteVerifier> of(String name, SignatureKind kind, byte[] typeAndKey) {
        var type = kind.type();
        if (typeAndKey.length < type.length
                || !Arrays.equals(typeAndKey, 0, type.length, type, 0, type.length)) {
            return Optional.empty();
        }
        return kind.check(Arrays.copyOfRange(typeAndKey, type.length, typeAndKey.length))
                .map(check -> new NoteVerifier(name, kind, typeAndKey, check));
    }

    private byte[] publicKey() {
        return Arrays.copyOfRange(typeAndKey, kind.type().length, typeAndKey.length);
    }

    private List<Note.Signature> lines(Note note) {
        return note.signatures().stream()
                .filter(s -> s.name().equals(name) && s.keyId().equals(keyId))
                .toList();
    }

    private boolean verifies(String text, Note.Signature line) {
        var bytes = line.bytes();
        if (!kind.isTimed()) {
            return verifies(text, 0, bytes);
        }
        return bytes.length > Long.BYTES
                && time(line) >= 0
                && verifies(text, time(line), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    }

    private boolean verifies(String text, long time, byte[] signature) {
        try {
            return check.verifies(kind.message(name, text, time), signature);
        } catch (LogFailure.Damaged e) {
            // a kind that signs checkpoints alone has not signed a text that is none
            return false;
        }
    }

    private static long time(Note.Signature line) {
        return ByteBuffer.wrap(line.bytes()).getLong();
    }
}
