// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/// Signs notes with an Ed25519 private key. Safe for use by several threads.
public final class NoteSigner {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("PRIVATE\\+KEY\\+([^+]+)\\+([0-9a-f]{8})\\+(.+)");

    private final String name;
    private final SigningKey key;
    private final byte[] algorithmAndKey;
    private final String keyId;

    /// @param name the key's name; for a log's own key, the log's origin
    /// @param seed the 32 secret bytes of an Ed25519 private key
    public NoteSigner(String name, byte[] seed) {
        this(name, SigningKey.of(seed));
    }

    /// @param name the key's name; for a log's own key, the log's origin
    /// @param key the private key
    public NoteSigner(String name, SigningKey key) {
        if (!Note.isName(name)) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign");
        }
        this.name = name;
        this.key = key;
        this.algorithmAndKey = prefixed(key.publicKey());
        this.keyId = NoteVerifier.keyId(name, algorithmAndKey);
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
        if (bytes.length != 1 + Ed25519PrivateKeyParameters.KEY_SIZE
                || bytes[0] != NoteVerifier.ED25519) {
            throw new IllegalArgumentException("not an Ed25519 private key of a note signer");
        }
        var signer = new NoteSigner(match.group(1), Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!signer.keyId.equals(match.group(2))) {
            throw new IllegalArgumentException("the private key does not match its id");
        }
        return signer;
    }

    /// The name of the key.
    public String name() {
        return name;
    }

    /// The public key that belongs to it, as a vkey.
    public String vkey() {
        return name + "+" + keyId + "+" + StrictBase64.encode(algorithmAndKey);
    }

    /// Signs a text that ends in a newline.
    public Note sign(String text) {
        var message = text.getBytes(StandardCharsets.UTF_8);
        var signature = key.sign(message);
        var blob = HexFormat.of().parseHex(keyId + HexFormat.of().formatHex(signature));
        return new Note(text, List.of(new Note.Signature(name, StrictBase64.encode(blob))));
    }

    /// The public key; never the private one.
    @Override
    public String toString() {
        return vkey();
    }

    private static byte[] prefixed(byte[] publicKey) {
        var bytes = new byte[1 + publicKey.length];
        bytes[0] = NoteVerifier.ED25519;
        System.arraycopy(publicKey, 0, bytes, 1, publicKey.length);
        return bytes;
    }
}
