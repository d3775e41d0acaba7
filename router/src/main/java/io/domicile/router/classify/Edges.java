// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Arrays;

/// Border edges in primitive arrays, in units of 1e-5 degrees.
final class Edges {
    private int[] ax = new int[1 << 16];
    private int[] ay = new int[1 << 16];
    private int[] bx = new int[1 << 16];
    private int[] by = new int[1 << 16];
    private short[] line = new short[1 << 16];
    private int size;

    void add(int fromX, int fromY, int toX, int toY, int lineNumber) {
        if (size == ax.length) {
            resize(2 * size);
        }
        ax[size] = fromX;
        ay[size] = fromY;
        bx[size] = toX;
        by[size] = toY;
        line[size++] = (short) lineNumber;
    }

    /// Gives back what was reserved and not used.
    Edges trimmed() {
        resize(size);
        return this;
    }

    private void resize(int length) {
        ax = Arrays.copyOf(ax, length);
        ay = Arrays.copyOf(ay, length);
        bx = Arrays.copyOf(bx, length);
        by = Arrays.copyOf(by, length);
        line = Arrays.copyOf(line, length);
    }

    int size() {
        return size;
    }

    int line(int edge) {
        return line[edge];
    }

    int minX(int edge) {
        return Math.min(ax[edge], bx[edge]);
    }

    int maxX(int edge) {
        return Math.max(ax[edge], bx[edge]);
    }

    int minY(int edge) {
        return Math.min(ay[edge], by[edge]);
    }

    int maxY(int edge) {
        return Math.max(ay[edge], by[edge]);
    }

    /// Where the edge, which must not be level, is at a height; its ends bound the answer.
    double xAt(int edge, double y) {
        double t = Math.clamp((y - ay[edge]) / (double) (by[edge] - ay[edge]), 0, 1);
        return ax[edge] + t * (bx[edge] - ax[edge]);
    }

    /// Whether the way from p to q crosses the edge. Ways that share an end, and edges that do, are
    /// told apart in the same manner, so that the crossings of a closed border always add up.
    boolean crossed(int edge, double px, double py, double qx, double qy) {
        double x = ax[edge];
        double y = ay[edge];
        double dx = bx[edge] - x;
        double dy = by[edge] - y;
        boolean pSide = dx * (py - y) - dy * (px - x) > 0;
        boolean qSide = dx * (qy - y) - dy * (qx - x) > 0;
        if (pSide == qSide) {
            return false;
        }
        double wx = qx - px;
        double wy = qy - py;
        boolean aSide = wx * (y - py) - wy * (x - px) > 0;
        boolean bSide = wx * (by[edge] - py) - wy * (bx[edge] - px) > 0;
        return aSide != bSide;
    }

    /// The square of the distance from a point to the edge, in units of latitude.
    double distanceSquared(int edge, double x, double y, double scaleX) {
        double fromX = (ax[edge] - x) * scaleX;
        double fromY = ay[edge] - y;
        double dx = (bx[edge] - ax[edge]) * scaleX;
        double dy = by[edge] - ay[edge];
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(-(fromX * dx + fromY * dy) / length, 0, 1);
        double nearX = fromX + t * dx;
        double nearY = fromY + t * dy;
        return nearX * nearX + nearY * nearY;
    }

    /// Whether the edge is only where the map was cut open, at the antimeridian or a pole.
    boolean cut(int edge) {
        return (ax[edge] == bx[edge] && Math.abs(ax[edge]) >= 18_000_000)
                || (ay[edge] == by[edge] && Math.abs(ay[edge]) >= 9_000_000);
    }
}
