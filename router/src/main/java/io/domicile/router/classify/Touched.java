// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Arrays;

/// Which edges touch which cells, while a grid is laid.
final class Touched {
    private int[] cells;
    private int[] edges;
    private int size;
    private int blocks;

    Touched(int edgeCount) {
        cells = new int[2 * edgeCount + 16];
        edges = new int[2 * edgeCount + 16];
    }

    int newBlock() {
        return blocks++;
    }

    int blocks() {
        return blocks;
    }

    void add(int cell, int edge) {
        if (size == cells.length) {
            cells = Arrays.copyOf(cells, 2 * size);
            edges = Arrays.copyOf(edges, 2 * size);
        }
        cells[size] = cell;
        edges[size++] = edge;
    }

    /// Gives the edges ordered by cell, and fills in where each cell's begin.
    ///
    /// @param first one longer than there are cells
    int[] sortInto(int[] first) {
        for (int i = 0; i < size; i++) {
            first[cells[i] + 1]++;
        }
        for (int cell = 1; cell < first.length; cell++) {
            first[cell] += first[cell - 1];
        }
        var next = Arrays.copyOf(first, first.length);
        var sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[next[cells[i]]++] = edges[i];
        }
        return sorted;
    }
}
