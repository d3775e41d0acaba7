// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SigningKey;
import io.domicile.regions.Bytes;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 key in a transit secrets engine, which signs there. A version of the engine's key is
/// a generation of the log's.
record TransitLogKey(Transit transit, String name, int version, Bytes key) implements SigningKey {

    private static final Pattern GENERATION = Pattern.compile("log-v([1-9][0-9]{0,8})");

    /// @throws KeysUnusable if the engine names no public key
    static TransitLogKey open(Transit transit, String name, int version) {
        var number = Integer.toString(version);
        var text = transit.key(name).path("keys").path(number).path("public_key").asText();
        try {
            var key = new Ed25519PublicKeyParameters(Base64.getDecoder().decode(text));
            return new TransitLogKey(transit, name, version, Bytes.of(key.getEncoded()));
        } catch (IllegalArgumentException e) {
            throw new KeysUnusable("the key service names no public key of " + name, e);
        }
    }

    /// The name of a numbered generation.
    static String generation(int version) {
        return "log-v" + version;
    }

    /// The number of a generation.
    ///
    /// @throws KeysUnusable if it is not such a name
    static int version(String generation) {
        var version = GENERATION.matcher(generation);
        if (!version.matches()) {
            throw new KeysUnusable("there is no log key " + generation);
        }
        return Integer.parseInt(version.group(1));
    }

    @Override
    public byte[] publicKey() {
        return key.toArray();
    }

    /// @throws KeysUnusable if what comes back is not this key's signature: a checkpoint that does
    ///   not verify must never be kept
    @Override
    public byte[] sign(byte[] message) {
        var question = Transit.question(version).put("input", Transit.base64(message));
        var signature = transit.result("sign/" + name, question, "signature");
        var verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(publicKey()));
        verifier.update(message, 0, message.length);
        if (!verifier.verifySignature(signature)) {
            throw new KeysUnusable("the key service signs with another key than " + name);
        }
        return signature;
    }
}
