// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// SM4 (GB/T 32907) in counter mode, sixteen blocks at a time, without a table: the time it takes
/// and the memory it reads are the same whatever key and counter are.
///
/// Bit-sliced: a word of all sixteen blocks stands in eight numbers, one for each bit of a byte.
/// Bit `16 i + b` of a number belongs to byte `i` of the word, counted from the lowest, of block
/// `b`. `docs/adr/0007-sm4-without-tables.md` says why and how the S-box was made.
final class Sm4Counter {

    /// Blocks that are made at once.
    static final int BLOCKS = 16;

    /// Length of a block in bytes.
    static final int BLOCK = 16;

    private static final int ROUNDS = 32;
    private static final int WORD = 8;
    private static final int[] SYSTEM = {0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final long[] roundKeys = new long[ROUNDS * WORD];
    private final long[][] start = new long[3][WORD];
    private final long[][] state = new long[4][WORD];
    private final long[] box = new long[WORD];

    /// @param key 16 bytes; not kept
    Sm4Counter(byte[] key) {
        var k = new int[4];
        for (int i = 0; i < k.length; i++) {
            k[i] = (int) INT.get(key, Integer.BYTES * i) ^ SYSTEM[i];
        }
        for (int round = 0; round < ROUNDS; round++) {
            int b = substitute(k[1] ^ k[2] ^ k[3] ^ constant(round));
            int next = k[0] ^ b ^ Integer.rotateLeft(b, 13) ^ Integer.rotateLeft(b, 23);
            System.arraycopy(k, 1, k, 0, 3);
            k[3] = next;
            spread(next, roundKeys, round * WORD);
        }
        Arrays.fill(k, 0);
    }

    /// Takes the first twelve bytes of the counter blocks.
    void start(byte[] nonce) {
        for (int i = 0; i < 3; i++) {
            spread((int) INT.get(nonce, Integer.BYTES * i), start[i], 0);
        }
    }

    /// Encrypts the counter blocks that end in `counter` and the fifteen numbers after it.
    ///
    /// @param output 256 bytes
    void next(int counter, byte[] output) {
        for (int word = 0; word < start.length; word++) {
            System.arraycopy(start[word], 0, state[word], 0, WORD);
        }
        count(counter, state[start.length]);
        for (int round = 0; round < ROUNDS; round += 4) {
            mix(state[0], state[1], state[2], state[3], round * WORD);
            mix(state[1], state[2], state[3], state[0], (round + 1) * WORD);
            mix(state[2], state[3], state[0], state[1], (round + 2) * WORD);
            mix(state[3], state[0], state[1], state[2], (round + 3) * WORD);
        }
        for (int word = 0; word < 4; word++) {
            write(state[3 - word], output, word * Integer.BYTES);
        }
    }

    /// Overwrites the round keys.
    void destroy() {
        Arrays.fill(roundKeys, 0);
        for (var word : state) {
            Arrays.fill(word, 0);
        }
        Arrays.fill(box, 0);
    }

    /// The constant `CK` of a round.
    private static int constant(int round) {
        int constant = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            constant = (constant << 8) | (((Integer.BYTES * round + i) * 7) & 0xff);
        }
        return constant;
    }

    /// The S-box on each byte of a word.
    private int substitute(int word) {
        var bits = new long[WORD];
        spread(word, bits, 0);
        Sm4Box.apply(bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], bits[7], box);
        Arrays.fill(bits, 0);
        int result = 0;
        for (int i = 0; i < Integer.SIZE; i++) {
            result |= (int) ((box[i % 8] >>> (i / 8 * BLOCKS)) & 1) << i;
        }
        return result;
    }

    /// Writes a word that all blocks have in common as eight numbers.
    private static void spread(int word, long[] target, int offset) {
        for (int bit = 0; bit < WORD; bit++) {
            long number = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                number |= (-((word >>> (8 * i + bit)) & 1) & 0xffffL) << (BLOCKS * i);
            }
            target[offset + bit] = number;
        }
    }

    /// Sets the last word of block `b` to `counter + b`.
    private static void count(int counter, long[] last) {
        Arrays.fill(last, 0);
        for (int b = 0; b < BLOCKS; b++) {
            long word = counter + b;
            long apart =
                    (word & 0xff)
                            | ((word & 0xff00) << 8)
                            | ((word & 0xff0000) << 16)
                            | ((word & 0xff000000L) << 24);
            last[b % 8] |= apart << (b / 8 * 8);
        }
        transpose(last);
    }

    /// Writes one word of every block.
    private static void write(long[] word, byte[] output, int offset) {
        transpose(word);
        for (int b = 0; b < BLOCKS; b++) {
            long apart = word[b % 8] >>> (b / 8 * 8);
            int together =
                    (int)
                            ((apart & 0xff)
                                    | ((apart >>> 8) & 0xff00)
                                    | ((apart >>> 16) & 0xff0000)
                                    | ((apart >>> 24) & 0xff000000L));
            INT.set(output, offset + b * BLOCK, together);
        }
    }

    /// Turns eight numbers: bit `j` of each byte of number `i` and bit `i` of number `j` change
    /// places.
    private static void transpose(long[] word) {
        for (int i = 0; i < WORD; i += 2) {
            exchange(word, i, i + 1, 1, 0x5555555555555555L);
        }
        for (int i = 0; i < 4; i++) {
            int low = i / 2 * 4 + i % 2;
            exchange(word, low, low + 2, 2, 0x3333333333333333L);
        }
        for (int i = 0; i < 4; i++) {
            exchange(word, i, i + 4, 4, 0x0f0f0f0f0f0f0f0fL);
        }
    }

    private static void exchange(long[] word, int one, int other, int shift, long mask) {
        long a = word[one];
        long b = word[other];
        word[one] = (a & mask) | ((b & mask) << shift);
        word[other] = ((a >>> shift) & mask) | (b & ~mask);
    }

    /// A round: the word `a` takes what the others and the round key give.
    private void mix(long[] a, long[] b, long[] c, long[] d, int key) {
        var k = roundKeys;
        Sm4Box.apply(
                b[0] ^ c[0] ^ d[0] ^ k[key],
                b[1] ^ c[1] ^ d[1] ^ k[key + 1],
                b[2] ^ c[2] ^ d[2] ^ k[key + 2],
                b[3] ^ c[3] ^ d[3] ^ k[key + 3],
                b[4] ^ c[4] ^ d[4] ^ k[key + 4],
                b[5] ^ c[5] ^ d[5] ^ k[key + 5],
                b[6] ^ c[6] ^ d[6] ^ k[key + 6],
                b[7] ^ c[7] ^ d[7] ^ k[key + 7],
                box);
        var s = box;
        for (int j = 0; j < WORD; j++) {
            long turned = j < 2 ? Long.rotateLeft(s[j + 6], 16) : s[j - 2];
            a[j] ^=
                    s[j]
                            ^ turned
                            ^ Long.rotateLeft(turned, 16)
                            ^ Long.rotateLeft(turned, 32)
                            ^ Long.rotateLeft(s[j], 48);
        }
    }
}
