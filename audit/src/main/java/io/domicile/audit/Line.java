// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HexFormat;

/// One line to put under notes: a key, its name, and the kind of line that it signs.
record Line(String name, SignatureKind kind, SigningKey key, InstantSource clock) {

    Line {
        if (!Note.isName(name)) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign");
        }
        if (kind.check(key.publicKey()).isEmpty()) {
            throw new IllegalArgumentException("the key is of another kind");
        }
    }

    String keyId() {
        return NoteVerifier.keyId(name, typeAndKey());
    }

    String vkey() {
        return name + "+" + keyId() + "+" + StrictBase64.encode(typeAndKey());
    }

    Note.Signature sign(String text) {
        var time = kind.isTimed() ? clock.instant().getEpochSecond() : 0;
        var signature = key.sign(kind.message(name, text, time));
        var blob = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + signature.length);
        blob.put(HexFormat.of().parseHex(keyId()));
        if (kind.isTimed()) {
            blob.putLong(time);
        }
        blob.put(signature).flip();
        var bytes = new byte[blob.remaining()];
        blob.get(bytes);
        return new Note.Signature(name, StrictBase64.encode(bytes));
    }

    private byte[] typeAndKey() {
        var type = kind.type();
        var publicKey = key.publicKey();
        return ByteBuffer.allocate(type.length + publicKey.length).put(type).put(publicKey).array();
    }

    @Override
    public String toString() {
        return vkey();
    }
}
