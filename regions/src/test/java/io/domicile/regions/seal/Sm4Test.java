// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/// Our SM4 beside the standard's examples and beside Bouncy Castle's.
class Sm4Test {

    private static final byte[] EXAMPLE =
            HexFormat.of().parseHex("0123456789abcdeffedcba9876543210");

    /// GB/T 32907, appendix A.1.
    @Test
    void a_block_is_encrypted_as_the_standard_says() {
        // when
        var encrypted = encrypt(new Sm4Counter(EXAMPLE), EXAMPLE);

        // then
        assertEquals("681edf34d206965e86b3e94f536e4246", HexFormat.of().formatHex(encrypted));
    }

    /// GB/T 32907, appendix A.2.
    @Test
    void a_block_is_encrypted_a_million_times_as_the_standard_says() {
        // given
        var sm4 = new Sm4Counter(EXAMPLE);
        var block = EXAMPLE;

        // when
        for (int i = 0; i < 1_000_000; i++) {
            block = encrypt(sm4, block);
        }

        // then
        assertEquals("595298c7c6fd271f0402f804c33d3f66", HexFormat.of().formatHex(block));
    }

    @Test
    void it_does_what_bouncy_castle_does_at_any_length() throws InvalidCipherTextException {
        var random = new Random(20261121);
        for (int i = 0; i < 3000; i++) {
            // given
            var key = bytes(random, 16);
            var nonce = bytes(random, Suite.NONCE);
            var associated = bytes(random, random.nextInt(400));
            var clear = bytes(random, random.nextInt(i < 100 ? 20_000 : 1000));

            // when
            var sealed = OneShot.encrypt(Suite.SM4_GCM, key, nonce, associated, clear);

            // then
            assertArrayEquals(bouncyCastle(key, nonce, associated, clear), sealed);
            assertArrayEquals(
                    clear, OneShot.decrypt(Suite.SM4_GCM, key, nonce, associated, sealed));
        }
    }

    @Test
    void the_last_word_of_a_counter_block_wraps_around() {
        // given
        var nonce = new byte[Suite.NONCE];
        var last = new Sm4Counter(EXAMPLE);
        last.start(nonce);
        var stream = new byte[Sm4Counter.BLOCKS * Sm4Counter.BLOCK];

        // when
        last.next(-1, stream);

        // then
        var second = Arrays.copyOfRange(stream, Sm4Counter.BLOCK, 2 * Sm4Counter.BLOCK);
        assertArrayEquals(encrypt(new Sm4Counter(EXAMPLE), new byte[Sm4Counter.BLOCK]), second);
    }

    @Test
    void a_destroyed_key_seals_nothing_that_the_key_opens() {
        // given
        var aead = Suite.SM4_GCM.under(EXAMPLE.clone());
        var nonce = new byte[Suite.NONCE];
        var sealed = new byte[Suite.TAG];

        // when
        aead.destroy();
        aead.encrypt(nonce, new byte[0], new byte[0], sealed, 0);

        // then
        assertThrows(
                TagMismatch.class,
                () -> OneShot.decrypt(Suite.SM4_GCM, EXAMPLE, nonce, new byte[0], sealed));
    }

    private static byte[] encrypt(Sm4Counter sm4, byte[] block) {
        var stream = new byte[Sm4Counter.BLOCKS * Sm4Counter.BLOCK];
        sm4.start(block);
        sm4.next(ByteBuffer.wrap(block).getInt(Suite.NONCE), stream);
        return Arrays.copyOf(stream, Sm4Counter.BLOCK);
    }

    private static byte[] bouncyCastle(byte[] key, byte[] nonce, byte[] associated, byte[] clear)
            throws InvalidCipherTextException {
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(
                true, new AEADParameters(new KeyParameter(key), Suite.TAG * 8, nonce, associated));
        var sealed = new byte[cipher.getOutputSize(clear.length)];
        int length = cipher.processBytes(clear, 0, clear.length, sealed, 0);
        cipher.doFinal(sealed, length);
        return sealed;
    }

    private static byte[] bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
