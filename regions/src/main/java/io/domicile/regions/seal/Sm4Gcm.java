// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.security.MessageDigest;
import java.util.Arrays;

/// SM4-GCM (RFC 8998) with nonces of 96 bits.
final class Sm4Gcm implements Aead {

    private static final int AT_ONCE = Sm4Counter.BLOCKS * Sm4Counter.BLOCK;

    private final Sm4Counter counter;
    private final Ghash ghash;
    private final byte[] stream = new byte[AT_ONCE];
    private final byte[] tag = new byte[Suite.TAG];

    /// @param key overwritten when the round keys are made
    Sm4Gcm(byte[] key) {
        this.counter = new Sm4Counter(key);
        Arrays.fill(key, (byte) 0);
        counter.start(new byte[Suite.NONCE]);
        counter.next(0, stream);
        this.ghash = new Ghash(stream);
    }

    @Override
    public void encrypt(byte[] nonce, byte[] associated, byte[] clear, byte[] output, int offset) {
        begin(nonce, associated);
        run(clear, 0, output, offset, clear.length);
        ghash.update(output, offset, clear.length);
        finish(associated, clear.length);
        System.arraycopy(tag, 0, output, offset + clear.length, tag.length);
        forget();
    }

    @Override
    public byte[] decrypt(byte[] nonce, byte[] associated, byte[] sealed, int offset) {
        int length = sealed.length - offset - Suite.TAG;
        begin(nonce, associated);
        ghash.update(sealed, offset, length);
        finish(associated, length);
        var expected = Arrays.copyOfRange(sealed, offset + length, sealed.length);
        if (!MessageDigest.isEqual(expected, tag)) {
            forget();
            throw new TagMismatch();
        }
        var clear = new byte[length];
        counter.next(1, stream);
        run(sealed, offset, clear, 0, length);
        forget();
        return clear;
    }

    @Override
    public void destroy() {
        counter.destroy();
        ghash.destroy();
        forget();
    }

    /// Makes the first blocks of the stream; the very first is for the tag.
    private void begin(byte[] nonce, byte[] associated) {
        counter.start(nonce);
        counter.next(1, stream);
        System.arraycopy(stream, 0, tag, 0, tag.length);
        ghash.begin();
        ghash.update(associated, 0, associated.length);
    }

    /// Adds the stream, whose first blocks are made.
    private void run(byte[] input, int from, byte[] output, int to, int length) {
        int used = Sm4Counter.BLOCK;
        int next = 1 + Sm4Counter.BLOCKS;
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, AT_ONCE - used);
            for (int i = 0; i < part; i++) {
                output[to + done + i] = (byte) (input[from + done + i] ^ stream[used + i]);
            }
            done += part;
            used = 0;
            if (done < length) {
                counter.next(next, stream);
                next += Sm4Counter.BLOCKS;
            }
        }
    }

    private void finish(byte[] associated, int length) {
        var hash = new byte[Suite.TAG];
        ghash.finish(associated.length, length, hash);
        for (int i = 0; i < hash.length; i++) {
            tag[i] ^= hash[i];
        }
    }

    private void forget() {
        Arrays.fill(stream, (byte) 0);
    }
}
