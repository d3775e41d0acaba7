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
        box(bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], bits[7]);
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
        box(
                b[0] ^ c[0] ^ d[0] ^ k[key],
                b[1] ^ c[1] ^ d[1] ^ k[key + 1],
                b[2] ^ c[2] ^ d[2] ^ k[key + 2],
                b[3] ^ c[3] ^ d[3] ^ k[key + 3],
                b[4] ^ c[4] ^ d[4] ^ k[key + 4],
                b[5] ^ c[5] ^ d[5] ^ k[key + 5],
                b[6] ^ c[6] ^ d[6] ^ k[key + 6],
                b[7] ^ c[7] ^ d[7] ^ k[key + 7]);
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

    /// The S-box on 64 bytes, which come and go as eight numbers, the lowest bits first: the
    /// inversion of Boyar and Peralta (2011) between the linear maps that make SM4's S-box of it.
    private void box(long b0, long b1, long b2, long b3, long b4, long b5, long b6, long b7) {
        long a0 = b1 ^ b4;
        long a1 = b2 ^ b5;
        long a2 = b0 ^ b6;
        long a3 = b3 ^ b7;
        long a4 = b2 ^ b6;
        long a5 = b1 ^ a2;
        long a6 = a0 ^ a3;
        long a7 = b4 ^ a1;
        long a8 = b7 ^ a0;
        long a9 = a0 ^ a1;
        long a10 = b5 ^ a6;
        long a11 = b3 ^ b4;
        long a12 = b4 ^ b5;
        long a13 = b2 ^ b7;
        long a14 = b2 ^ a0;
        long a15 = b1 ^ a3;
        long a16 = b6 ^ b7;
        long a17 = b3 ^ a4;
        long a18 = b2 ^ a5;
        long a19 = b7 ^ a1;
        long a20 = b0 ^ a8;
        long a21 = b5 ^ a5;
        long a22 = b0 ^ a10;
        long a23 = b3 ^ a9;
        long a24 = a1 ^ a5;
        long a25 = a2 ^ a7;
        long a26 = a3 ^ a7;
        long a27 = a4 ^ a8;
        long a28 = a2 ^ a10;
        long a29 = a4 ^ a15;
        long a30 = a12 ^ a16;
        long y1 = ~a23;
        long y2 = ~a21;
        long y3 = ~a9;
        long y6 = ~a6;
        long y7 = ~a30;
        long y8 = ~b5;
        long y9 = ~a18;
        long y11 = ~a26;
        long y12 = ~a0;
        long y13 = ~a25;
        long y15 = ~a27;
        long y17 = ~a11;
        long y19 = ~a13;
        long y21 = ~a22;
        long t2 = y12 & y15;
        long t3 = y3 & y6;
        long t4 = t3 ^ t2;
        long t5 = a1 & a17;
        long t6 = t5 ^ t2;
        long t7 = y13 & a29;
        long t8 = a14 & y1;
        long t9 = t8 ^ t7;
        long t10 = y2 & y7;
        long t11 = t10 ^ t7;
        long t12 = y9 & y11;
        long t13 = a24 & y17;
        long t14 = t13 ^ t12;
        long t15 = y8 & a19;
        long t16 = t15 ^ t12;
        long t17 = t4 ^ t14;
        long t18 = t6 ^ t16;
        long t19 = t9 ^ t14;
        long t20 = t11 ^ t16;
        long t21 = t17 ^ a28;
        long t22 = t18 ^ y19;
        long t23 = t19 ^ y21;
        long t24 = t20 ^ a20;
        long t25 = t21 ^ t22;
        long t26 = t21 & t23;
        long t27 = t24 ^ t26;
        long t28 = t25 & t27;
        long t29 = t28 ^ t22;
        long t30 = t23 ^ t24;
        long t31 = t22 ^ t26;
        long t32 = t31 & t30;
        long t33 = t32 ^ t24;
        long t34 = t23 ^ t33;
        long t35 = t27 ^ t33;
        long t36 = t24 & t35;
        long t37 = t36 ^ t34;
        long t38 = t27 ^ t36;
        long t39 = t29 & t38;
        long t40 = t25 ^ t39;
        long t41 = t40 ^ t37;
        long t42 = t29 ^ t33;
        long t43 = t29 ^ t40;
        long t44 = t33 ^ t37;
        long t45 = t42 ^ t41;
        long z0 = t44 & y15;
        long z1 = t37 & y6;
        long z2 = t33 & a17;
        long z3 = t43 & a29;
        long z4 = t40 & y1;
        long z5 = t29 & y7;
        long z6 = t42 & y11;
        long z7 = t45 & y17;
        long z8 = t41 & a19;
        long z9 = t44 & y12;
        long z10 = t37 & y3;
        long z11 = t33 & a1;
        long z12 = t43 & y13;
        long z13 = t40 & a14;
        long z14 = t29 & y2;
        long z15 = t42 & y9;
        long z16 = t45 & a24;
        long z17 = t41 & y8;
        long c0 = z0 ^ z4;
        long c1 = z11 ^ z14;
        long c2 = z2 ^ z7;
        long c3 = z1 ^ z9;
        long c4 = z3 ^ z8;
        long c5 = z10 ^ z15;
        long c6 = c0 ^ c2;
        long c7 = z5 ^ z6;
        long c8 = z12 ^ z16;
        long c9 = z13 ^ z17;
        long c10 = z13 ^ c1;
        long c11 = z9 ^ c5;
        long c12 = c4 ^ c6;
        long c13 = z0 ^ z6;
        long c14 = z2 ^ z4;
        long c15 = z5 ^ z11;
        long c16 = z3 ^ z15;
        long c17 = z7 ^ z12;
        long c18 = z16 ^ c0;
        long c19 = z10 ^ c10;
        long c20 = c1 ^ c3;
        long c21 = c1 ^ c4;
        long c22 = z14 ^ c9;
        long c23 = z16 ^ c11;
        long c24 = c3 ^ c8;
        long c25 = c5 ^ c7;
        long c26 = c6 ^ c7;
        long c27 = c3 ^ c10;
        long c28 = c9 ^ c14;
        long c29 = c8 ^ c21;
        long c30 = c13 ^ c17;
        long c31 = c12 ^ c19;
        long c32 = c11 ^ c22;
        long c33 = c16 ^ c18;
        long c34 = c12 ^ c23;
        long c35 = c15 ^ c24;
        long c36 = c20 ^ c30;
        long c37 = c25 ^ c29;
        long c38 = c27 ^ c33;
        long c39 = c28 ^ c35;
        box[0] = ~c26;
        box[1] = ~c38;
        box[2] = c37;
        box[3] = c36;
        box[4] = ~c39;
        box[5] = c31;
        box[6] = ~c32;
        box[7] = ~c34;
    }
}
