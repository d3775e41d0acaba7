// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
    private static final byte[] BUNDLE = {0, 3, 'o', 'n', 'e', 0, 3, 't', 'w', 'o'};

    @Test
    void a_bundle_gives_its_entries() {
        var entries = bundle(2, BUNDLE).entries();
        assertEquals(
                List.of("one", "two"), entries.stream().map(e -> new String(e, UTF_8)).toList());
    }

    @Test
    void a_bundle_that_does_not_hold_exactly_its_entries_gives_none() {
        for (var bad :
                List.of(
                        new byte[] {},
                        new byte[] {0},
                        new byte[] {0, 1},
                        new byte[] {1, 0, 1},
                        new byte[] {0, 1, 1, 1})) {
            assertThrows(LogFailure.Damaged.class, () -> bundle(1, bad).entries());
        }
        assertThrows(LogFailure.Damaged.class, () -> bundle(1, BUNDLE).entries());
        assertThrows(LogFailure.Damaged.class, () -> bundle(3, BUNDLE).entries());
        var longest = new byte[2 + 65_535];
        longest[0] = longest[1] = (byte) 0xff;
        assertEquals(65_535, bundle(1, longest).entries().getFirst().length);
    }

    @Test
    void a_bundle_or_tile_is_cut_to_a_smaller_width_and_not_to_a_larger() {
        var narrow = bundle(2, BUNDLE).narrow(1);
        assertEquals("tile/entries/007.p/1", narrow.path().toString());
        assertArrayEquals(new byte[] {0, 3, 'o', 'n', 'e'}, narrow.bytes());
        assertArrayEquals(BUNDLE, bundle(2, BUNDLE).narrow(2).bytes());
        assertThrows(LogFailure.Damaged.class, () -> bundle(2, BUNDLE).narrow(3));

        var tile = new Tile(new TilePath(1, 0, 2), new byte[64]);
        assertEquals(32, tile.narrow(1).bytes().length);
        assertThrows(LogFailure.Damaged.class, () -> tile.narrow(3));
        assertThrows(IllegalStateException.class, tile::entries);
    }

    private static Tile bundle(int width, byte[] bytes) {
        return new Tile(new TilePath(TilePath.ENTRIES, 7, width), bytes);
    }
}
