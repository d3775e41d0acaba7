// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The kinds of signature lines that C2SP names and a JDK can check.
public enum Algorithm implements SignatureKind {
    /// Ed25519 over the text ([signed-note](https://c2sp.org/signed-note)): a log's own line.
    ED25519(1, JdkSignature.ED25519) {
        @Override
        public byte[] message(String name, String text, long time) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    },

    /// Ed25519 over a time and the text ([tlog-cosignature](https://c2sp.org/tlog-cosignature)): a
    /// witness' line.
    COSIGNATURE(4, JdkSignature.ED25519) {
        @Override
        public byte[] message(String name, String text, long time) {
            return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
        }
    },

    /// ML-DSA-44 (FIPS 204, pure, without context) over names, time, size and root
    /// ([tlog-cosignature](https://c2sp.org/tlog-cosignature)): a log's second line, or a witness'.
    ML_DSA_44(6, JdkSignature.ML_DSA_44) {
        @Override
        public byte[] message(String name, String text, long time) {
            return subtree(name, Checkpoint.parse(text), time);
        }
    };

    private static final String SUBTREE = "subtree/v1\n\0";
    private static final int MAX_NAME_BYTES = 255;

    private final int type;
    private final JdkSignature jdk;

    Algorithm(int type, JdkSignature jdk) {
        this.type = type;
        this.jdk = jdk;
    }

    @Override
    public byte[] type() {
        return new byte[] {(byte) type};
    }

    @Override
    public boolean isTimed() {
        return this != ED25519;
    }

    @Override
    public Optional<Check> check(byte[] publicKey) {
        return jdk.read(publicKey)
                .map(key -> (message, signature) -> jdk.verifies(key, message, signature));
    }

    /// The structure `cosigned_message` of tlog-cosignature, for a whole tree.
    private static byte[] subtree(String name, Checkpoint checkpoint, long time) {
        var message = new ByteArrayOutputStream();
        message.writeBytes(SUBTREE.getBytes(StandardCharsets.US_ASCII));
        writeName(name, message);
        writeLong(time, message);
        writeName(checkpoint.origin(), message);
        writeLong(0, message);
        writeLong(checkpoint.size(), message);
        message.writeBytes(checkpoint.root().bytes());
        return message.toByteArray();
    }

    private static void writeName(String name, ByteArrayOutputStream message) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_NAME_BYTES) {
            throw new LogFailure.Damaged("a name is longer than 255 bytes");
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static void writeLong(long number, ByteArrayOutputStream message) {
        message.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
