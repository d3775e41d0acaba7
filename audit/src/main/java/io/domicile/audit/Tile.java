// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A hash tile or an entry bundle: its path and its bytes.
///
/// A hash tile is the packed hashes; a bundle is, for each entry, its length in two bytes
/// (big-endian) and then the entry.
public final class Tile {
    static final int LENGTH_BYTES = 2;

    private final TilePath path;
    private final byte[] bytes;

    /// @param bytes the content; not copied, and not to be changed any more
    public Tile(TilePath path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    public TilePath path() {
        return path;
    }

    /// The content; not a copy.
    public byte[] bytes() {
        return bytes;
    }

    /// The same tile or bundle with only its first `width` hashes or entries.
    ///
    /// @throws LogFailure.Damaged if the content does not fit the path, or is narrower
    public Tile narrow(int width) {
        var ends = ends();
        if (width > ends.length) {
            throw new LogFailure.Damaged(path + " holds fewer than " + width);
        }
        var narrowed = new TilePath(path.level(), path.index(), width);
        return width == path.width()
                ? this
                : new Tile(narrowed, Arrays.copyOf(bytes, ends[width - 1]));
    }

    /// The entries of a bundle, as copies.
    ///
    /// @throws LogFailure.Damaged if the content is not exactly as many entries as the path says
    public List<byte[]> entries() {
        if (!path.isBundle()) {
            throw new IllegalStateException(path + " is not a bundle");
        }
        var entries = new ArrayList<byte[]>(path.width());
        var start = 0;
        for (var end : ends()) {
            entries.add(Arrays.copyOfRange(bytes, start + LENGTH_BYTES, end));
            start = end;
        }
        return entries;
    }

    /// Where an entry that starts at `start` of a bundle ends; past the bundle's end if it is cut.
    static int entryEnd(byte[] bundle, int start) {
        return start + LENGTH_BYTES > bundle.length
                ? start + LENGTH_BYTES
                : start + LENGTH_BYTES + ((bundle[start] & 0xff) << 8 | (bundle[start + 1] & 0xff));
    }

    static void writeEntry(byte[] entry, ByteArrayOutputStream bundle) {
        bundle.write(entry.length >> 8);
        bundle.write(entry.length);
        bundle.writeBytes(entry);
    }

    private int[] ends() {
        var ends = new int[path.width()];
        var at = 0;
        for (var i = 0; i < ends.length; i++) {
            at = path.isBundle() ? entryEnd(bytes, at) : at + Hash.BYTES;
            if (at > bytes.length) {
                throw new LogFailure.Damaged(path + " is cut short");
            }
            ends[i] = at;
        }
        if (at != bytes.length) {
            throw new LogFailure.Damaged(path + " has trailing bytes");
        }
        return ends;
    }
}
