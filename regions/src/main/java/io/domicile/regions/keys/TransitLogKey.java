// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SigningKey;
import io.domicile.regions.Bytes;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// An Ed25519 key in a transit secrets engine, which signs there. Its first version for ever: the
/// log has one key.
record TransitLogKey(Transit transit, String name, Bytes key) implements SigningKey {

    /// @throws KeysUnusable if the engine names no public key
    static TransitLogKey open(Transit transit, String name) {
        var text = transit.key(name).path("keys").path("1").path("public_key").asText();
        try {
            var key = Base64.getDecoder().decode(text);
            return new TransitLogKey(
                    transit, name, Bytes.of(new Ed25519PublicKeyParameters(key).getEncoded()));
        } catch (IllegalArgumentException e) {
            throw new KeysUnusable("the key service names no public key of " + name, e);
        }
    }

    @Override
    public byte[] publicKey() {
        return key.toArray();
    }

    /// @throws KeysUnusable if what comes back is not this key's signature: a checkpoint that does
    ///   not verify must never be kept
    @Override
    public byte[] sign(byte[] message) {
        var question = Transit.question(1).put("input", Transit.base64(message));
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
