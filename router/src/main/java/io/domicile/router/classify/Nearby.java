// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Arrays;

/// The lines around a point, each once, with its least distance.
final class Nearby {
    private int[] lines = new int[8];
    private double[] squares = new double[8];
    private int size;

    void add(int line, double distanceSquared) {
        for (int i = 0; i < size; i++) {
            if (lines[i] == line) {
                squares[i] = Math.min(squares[i], distanceSquared);
                return;
            }
        }
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, 2 * size);
            squares = Arrays.copyOf(squares, 2 * size);
        }
        lines[size] = line;
        squares[size++] = distanceSquared;
    }

    int size() {
        return size;
    }

    int line(int i) {
        return lines[i];
    }

    /// In the units that the search was in.
    double distance(int i) {
        return Math.sqrt(squares[i]);
    }
}
