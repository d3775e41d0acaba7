// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// A tree while a batch is being added to it.
final class Growth {
    private final long first;
    private final Merkle merkle = new Merkle();
    private final List<ByteArrayOutputStream> levels = new ArrayList<>();
    private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    private final List<Hash> leaves = new ArrayList<>();
    private final List<Tile> writes = new ArrayList<>();
    private int changed;

    Growth(long first, List<byte[]> edge, byte[] bundle) {
        this.first = first;
        this.bundle.writeBytes(bundle);
        edge.forEach(tile -> level().writeBytes(tile));
    }

    void add(byte[] entry) {
        if (entry.length == 0 || entry.length > Tree.MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "an entry has 1 to 65,535 bytes, not " + entry.length);
        }
        var index = first + leaves.size();
        var leaf = new byte[Hash.BYTES];
        merkle.leaf(entry, 0, entry.length, leaf, 0);
        leaves.add(Hash.of(leaf));
        Tile.writeEntry(entry, bundle);
        if ((index + 1) % TilePath.FULL == 0) {
            writes.add(tile(TilePath.ENTRIES, index / TilePath.FULL, bundle));
            bundle.reset();
        }
        push(0, index, leaf);
    }

    Tree.Batch batch() {
        var size = first + leaves.size();
        if (size > first) {
            addPartial(TilePath.ENTRIES, size, bundle);
        }
        for (var level = 0; level < changed; level++) {
            addPartial(level, size, levels.get(level));
        }
        var edge = levels.stream().map(ByteArrayOutputStream::toByteArray).toList();
        return new Tree.Batch(new Tree(size, edge, bundle.toByteArray()), first, leaves, writes);
    }

    private void push(int level, long index, byte[] hash) {
        var row = level < levels.size() ? levels.get(level) : level();
        changed = Math.max(changed, level + 1);
        row.writeBytes(hash);
        if ((index + 1) % TilePath.FULL == 0) {
            var tile = tile(level, index / TilePath.FULL, row);
            row.reset();
            writes.add(tile);
            push(
                    level + 1,
                    index / TilePath.FULL,
                    merkle.root(tile.bytes(), 0, TilePath.FULL).bytes());
        }
    }

    private ByteArrayOutputStream level() {
        var row = new ByteArrayOutputStream();
        levels.add(row);
        return row;
    }

    private void addPartial(int level, long size, ByteArrayOutputStream content) {
        TilePath.in(size, level, TilePath.count(size, level) / TilePath.FULL)
                .ifPresent(path -> writes.add(new Tile(path, content.toByteArray())));
    }

    private static Tile tile(int level, long index, ByteArrayOutputStream content) {
        return new Tile(new TilePath(level, index, TilePath.FULL), content.toByteArray());
    }
}
