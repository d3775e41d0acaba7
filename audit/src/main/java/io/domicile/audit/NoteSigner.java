// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Signs notes under one name with one or more private keys, a line for each. The first line is
/// always Ed25519, which every verifier knows. Safe for use by several threads.
public final class NoteSigner {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("PRIVATE\\+KEY\\+([^+]+)\\+([0-9a-f]{8})\\+(.+)");

    private final InstantSource clock;
    private final List<Line> lines;

    /// @param name the key's name; for a log's own key, the log's origin
    /// @param seed the 32 secret bytes of an Ed25519 private key
    public NoteSigner(String name, byte[] seed) {
        this(name, SigningKey.of(seed));
    }

    /// @param name the key's name; for a log's own key, the log's origin
    /// @param key the private key, of Ed25519
    public NoteSigner(String name, SigningKey key) {
        this(name, key, InstantSource.system());
    }

    /// @param name the key's name; for a log's own key, the log's origin
    /// @param key the private key, of Ed25519
    /// @param clock says what time it is to the lines that carry one
    public NoteSigner(String name, SigningKey key, InstantSource clock) {
        this(clock, List.of(new Line(name, Algorithm.ED25519, key, clock)));
    }

    private NoteSigner(InstantSource clock, List<Line> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    /// The same signer with one line more, under the same name: of another kind, or of the key that
    /// is being replaced.
    ///
    /// @throws IllegalArgumentException if the key is not of that kind, or there already
    public NoteSigner with(SignatureKind kind, SigningKey key) {
        var more = new ArrayList<>(lines);
        more.add(new Line(name(), kind, key, clock));
        if (more.stream().map(Line::keyId).distinct().count() < more.size()) {
            throw new IllegalArgumentException("a key signs a note once");
        }
        return new NoteSigner(clock, List.copyOf(more));
    }

    /// Reads a private key as Go's note package writes it: `PRIVATE+KEY+<name>+<key id>+<base64>`.
    ///
    /// @throws IllegalArgumentException if it is not one; the message does not repeat it
    public static NoteSigner parse(String privateKey) {
        var match = PRIVATE_KEY.matcher(privateKey);
        var bytes =
                match.matches()
                        ? StrictBase64.decode(match.group(3)).orElse(new byte[0])
                        : new byte[0];
        if (bytes.length == 0 || bytes[0] != Algorithm.ED25519.type()[0]) {
            throw new IllegalArgumentException("not an Ed25519 private key of a note signer");
        }
        var signer = new NoteSigner(match.group(1), Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!signer.lines.getFirst().keyId().equals(match.group(2))) {
            throw new IllegalArgumentException("the private key does not match its id");
        }
        return signer;
    }

    /// The name of the keys.
    public String name() {
        return lines.getFirst().name();
    }

    /// The public key of the first line, as a vkey.
    public String vkey() {
        return lines.getFirst().vkey();
    }

    /// The public keys of all lines, as vkeys, in the order of the lines.
    public List<String> vkeys() {
        return lines.stream().map(Line::vkey).toList();
    }

    /// Signs a text that ends in a newline with each key, in order.
    ///
    /// @throws LogFailure.Damaged if a key signs checkpoints alone, and the text is none
    public Note sign(String text) {
        return new Note(text, lines.stream().map(line -> line.sign(text)).toList());
    }

    /// The public key of the first line; never a private one.
    @Override
    public String toString() {
        return vkey();
    }
}
