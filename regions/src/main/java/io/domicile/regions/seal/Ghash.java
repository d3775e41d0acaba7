// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// GHASH (NIST SP 800-38D, 6.4) without a table: products of polynomials by multiplications of
/// integers with holes between the bits, which take the carries. The time it takes and the memory
/// it reads are the same whatever key and content are.
final class Ghash {

    private static final int BLOCK = 16;
    private static final long HOLES = 0x1111111111111111L;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] rest = new byte[BLOCK];
    private long h0;
    private long h1;
    private long h0r;
    private long h1r;
    private long y0;
    private long y1;

    /// @param key the encrypted zero block
    Ghash(byte[] key) {
        h1 = (long) LONG.get(key, 0);
        h0 = (long) LONG.get(key, Long.BYTES);
        h1r = Long.reverse(h1);
        h0r = Long.reverse(h0);
    }

    /// Begins anew.
    void begin() {
        y0 = 0;
        y1 = 0;
    }

    /// Takes bytes, filled up with zeros to whole blocks.
    void update(byte[] data, int offset, int length) {
        int whole = length - length % BLOCK;
        for (int i = 0; i < whole; i += BLOCK) {
            block(
                    (long) LONG.get(data, offset + i),
                    (long) LONG.get(data, offset + i + Long.BYTES));
        }
        if (whole < length) {
            Arrays.fill(rest, (byte) 0);
            System.arraycopy(data, offset + whole, rest, 0, length - whole);
            block((long) LONG.get(rest, 0), (long) LONG.get(rest, Long.BYTES));
        }
    }

    /// Takes the lengths of associated data and ciphertext in bytes and writes the hash of all.
    void finish(long associated, long sealed, byte[] output) {
        block(associated * Byte.SIZE, sealed * Byte.SIZE);
        LONG.set(output, 0, y1);
        LONG.set(output, Long.BYTES, y0);
    }

    /// Overwrites the key.
    void destroy() {
        h0 = 0;
        h1 = 0;
        h0r = 0;
        h1r = 0;
        begin();
    }

    /// Adds a block and multiplies with the key: three products (Karatsuba), their upper halves by
    /// the same with the bits reversed, then the reduction.
    private void block(long high, long low) {
        long a1 = y1 ^ high;
        long a0 = y0 ^ low;
        long a1r = Long.reverse(a1);
        long a0r = Long.reverse(a0);
        long z0 = multiply(a0, h0);
        long z1 = multiply(a1, h1);
        long z2 = multiply(a0 ^ a1, h0 ^ h1) ^ z0 ^ z1;
        long z0r = multiply(a0r, h0r);
        long z1r = multiply(a1r, h1r);
        long z2r = multiply(a0r ^ a1r, h0r ^ h1r) ^ z0r ^ z1r;
        long v0 = z0;
        long v1 = (Long.reverse(z0r) >>> 1) ^ z2;
        long v2 = z1 ^ (Long.reverse(z2r) >>> 1);
        long v3 = Long.reverse(z1r) >>> 1;
        v3 = (v3 << 1) | (v2 >>> 63);
        v2 = (v2 << 1) | (v1 >>> 63);
        v1 = (v1 << 1) | (v0 >>> 63);
        v0 = v0 << 1;
        v2 ^= v0 ^ (v0 >>> 1) ^ (v0 >>> 2) ^ (v0 >>> 7);
        v1 ^= (v0 << 63) ^ (v0 << 62) ^ (v0 << 57);
        v3 ^= v1 ^ (v1 >>> 1) ^ (v1 >>> 2) ^ (v1 >>> 7);
        v2 ^= (v1 << 63) ^ (v1 << 62) ^ (v1 << 57);
        y0 = v2;
        y1 = v3;
    }

    /// The lower half of the product of two polynomials.
    private static long multiply(long x, long y) {
        long x0 = x & HOLES;
        long x1 = x & (HOLES << 1);
        long x2 = x & (HOLES << 2);
        long x3 = x & (HOLES << 3);
        long y0 = y & HOLES;
        long y1 = y & (HOLES << 1);
        long y2 = y & (HOLES << 2);
        long y3 = y & (HOLES << 3);
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return (z0 & HOLES) | (z1 & (HOLES << 1)) | (z2 & (HOLES << 2)) | (z3 & (HOLES << 3));
    }
}
