// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Arrays;
import java.util.List;

/// A grid over border edges that knows, for the middle of each cell, which areas it lies in; a
/// point's areas follow from the borders between it and the middle of its cell.
///
/// Two levels: squares of 0.25 degrees, and where borders run through one, 64 cells in it.
final class Grid {
    private static final int SQUARE = 25_000;
    private static final int CELL = 3_125;
    private static final int CELLS = SQUARE / CELL;

    private final Edges edges;
    private final long[] toggles;
    private final AreaSets sets;
    private final int originX;
    private final int originY;
    private final int columns;
    private final int rows;

    /// By square: the number of its block of cells, or the complement of the set that all of it
    /// lies in.
    private final int[] block;

    private final int[] first;
    private final int[] edgesOfCell;
    private final short[] middle;

    /// Lays the grid.
    ///
    /// @param toggles by line: the code of the areas it bounds
    Grid(Edges edges, long[] toggles, AreaSets sets) {
        this.edges = edges;
        this.toggles = toggles;
        this.sets = sets;
        int minX = Integer.MAX_VALUE;
        int minY = Integer.MAX_VALUE;
        int maxX = Integer.MIN_VALUE;
        int maxY = Integer.MIN_VALUE;
        for (int edge = 0; edge < edges.size(); edge++) {
            minX = Math.min(minX, edges.minX(edge));
            minY = Math.min(minY, edges.minY(edge));
            maxX = Math.max(maxX, edges.maxX(edge));
            maxY = Math.max(maxY, edges.maxY(edge));
        }
        originX = Math.floorDiv(minX - 2, SQUARE) * SQUARE;
        originY = Math.floorDiv(minY - 2, SQUARE) * SQUARE;
        columns = (maxX + 2 - originX) / SQUARE + 1;
        rows = (maxY + 2 - originY) / SQUARE + 1;
        block = new int[columns * rows];
        Arrays.fill(block, -1);
        var touched = touchedCells();
        first = new int[touched.blocks() * CELLS * CELLS + 1];
        edgesOfCell = touched.sortInto(first);
        middle = new short[first.length - 1];
        for (int row = 0; row < rows; row++) {
            for (int cellRow = row * CELLS; cellRow < (row + 1) * CELLS; cellRow++) {
                findMiddles(row, cellRow);
            }
        }
    }

    /// Finds the cells that each edge runs through or touches, numbering the blocks on the way.
    private Touched touchedCells() {
        var touched = new Touched(edges.size());
        for (int edge = 0; edge < edges.size(); edge++) {
            int south = (edges.minY(edge) - 1 - originY) / CELL;
            int north = (edges.maxY(edge) + 1 - originY) / CELL;
            int west = (edges.minX(edge) - 1 - originX) / CELL;
            int east = (edges.maxX(edge) + 1 - originX) / CELL;
            for (int row = south; row <= north; row++) {
                int from = south == north || west == east ? west : westIn(edge, row);
                int to = south == north || west == east ? east : eastIn(edge, row);
                for (int column = from; column <= to; column++) {
                    int square = row / CELLS * columns + column / CELLS;
                    if (block[square] < 0) {
                        block[square] = touched.newBlock();
                    }
                    touched.add(cell(column, row), edge);
                }
            }
        }
        return touched;
    }

    private int westIn(int edge, int row) {
        double south = originY + row * (double) CELL - 1;
        double x = Math.min(edges.xAt(edge, south), edges.xAt(edge, south + CELL + 2));
        return (int) (x - 1 - originX) / CELL;
    }

    private int eastIn(int edge, int row) {
        double south = originY + row * (double) CELL - 1;
        double x = Math.max(edges.xAt(edge, south), edges.xAt(edge, south + CELL + 2));
        return (int) (x + 1 - originX) / CELL;
    }

    private int cell(int column, int row) {
        int square = row / CELLS * columns + column / CELLS;
        return (block[square] * CELLS + row % CELLS) * CELLS + column % CELLS;
    }

    /// Goes along the middles of a row of cells from the west, where nothing is, and notes what
    /// each lies in.
    private void findMiddles(int row, int cellRow) {
        double y = originY + (cellRow + 0.5) * CELL;
        long code = 0;
        int set = AreaSets.NONE;
        for (int square = row * columns; square < (row + 1) * columns; square++) {
            if (block[square] < 0) {
                block[square] = ~set;
                continue;
            }
            double west = originX + (square - row * columns) * (double) SQUARE;
            int cell = (block[square] * CELLS + cellRow % CELLS) * CELLS;
            for (int end = cell + CELLS; cell < end; cell++, west += CELL) {
                if (first[cell] < first[cell + 1]) {
                    long before = code ^ crossed(cell, west, y, west + CELL / 2.0, y);
                    middle[cell] = (short) (before == code ? set : sets.intern(before));
                    long after = before ^ crossed(cell, west + CELL / 2.0, y, west + CELL, y);
                    set = after == code ? set : sets.intern(after);
                    code = after;
                } else {
                    middle[cell] = (short) set;
                }
            }
        }
    }

    private long crossed(int cell, double px, double py, double qx, double qy) {
        long code = 0;
        for (int i = first[cell]; i < first[cell + 1]; i++) {
            int edge = edgesOfCell[i];
            if (edges.crossed(edge, px, py, qx, qy)) {
                code ^= toggles[edges.line(edge)];
            }
        }
        return code;
    }

    /// The number of the set of areas at a point, none outside the grid; [AreaSets#UNMET] where
    /// only [#areasAt] knows.
    int setAt(double x, double y) {
        int number = block(x, y);
        if (number < 0) {
            return ~number;
        }
        int cell = cellAt(x, y);
        long code = crossedToMiddle(cell, x, y);
        return code == 0 ? middle[cell] : sets.find(code ^ sets.codeOfSet(middle[cell]));
    }

    /// The areas at a point. A sliver of too many simplified borders takes those of its cell's
    /// middle: so near to borders, they are all candidates anyway.
    List<Integer> areasAt(double x, double y) {
        int set = setAt(x, y);
        if (set != AreaSets.UNMET) {
            return sets.areas(set);
        }
        int cell = cellAt(x, y);
        var met = sets.decode(crossedToMiddle(cell, x, y) ^ sets.codeOfSet(middle[cell]));
        return met.isEmpty() ? sets.areas(middle[cell]) : met;
    }

    private int block(double x, double y) {
        int column = (int) Math.floor((x - originX) / SQUARE);
        int row = (int) Math.floor((y - originY) / SQUARE);
        boolean outside = column < 0 || row < 0 || column >= columns || row >= rows;
        return outside ? ~AreaSets.NONE : block[row * columns + column];
    }

    private int cellAt(double x, double y) {
        return cell((int) ((x - originX) / CELL), (int) ((y - originY) / CELL));
    }

    private long crossedToMiddle(int cell, double x, double y) {
        double middleX = originX + ((int) ((x - originX) / CELL) + 0.5) * CELL;
        double middleY = originY + ((int) ((y - originY) / CELL) + 0.5) * CELL;
        return crossed(cell, x, y, middleX, middleY);
    }

    /// Whether no border can be within a radius, at a glance.
    boolean quiet(double x, double y, double scaleX, double radius) {
        double radiusX = radius / scaleX;
        int west = Math.max(0, (int) Math.floor((x - radiusX - originX) / SQUARE));
        int east = Math.min(columns - 1, (int) Math.floor((x + radiusX - originX) / SQUARE));
        int south = Math.max(0, (int) Math.floor((y - radius - originY) / SQUARE));
        int north = Math.min(rows - 1, (int) Math.floor((y + radius - originY) / SQUARE));
        for (int row = south; row <= north; row++) {
            for (int column = west; column <= east; column++) {
                if (block[row * columns + column] >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Notes every edge that is no farther than a radius, all in units of latitude.
    void near(double x, double y, double scaleX, double radius, Nearby nearby) {
        double radiusX = radius / scaleX;
        int west = Math.max(0, (int) Math.floor((x - radiusX - originX) / CELL));
        int east = Math.min(columns * CELLS - 1, (int) Math.floor((x + radiusX - originX) / CELL));
        int south = Math.max(0, (int) Math.floor((y - radius - originY) / CELL));
        int north = Math.min(rows * CELLS - 1, (int) Math.floor((y + radius - originY) / CELL));
        double limit = radius * radius;
        for (int row = south; row <= north; row++) {
            for (int column = west; column <= east; column++) {
                if (block[row / CELLS * columns + column / CELLS] < 0) {
                    column |= CELLS - 1;
                } else {
                    visit(cell(column, row), x, y, scaleX, limit, nearby);
                }
            }
        }
    }

    private void visit(int cell, double x, double y, double scaleX, double limit, Nearby nearby) {
        for (int i = first[cell]; i < first[cell + 1]; i++) {
            int edge = edgesOfCell[i];
            double distanceSquared = edges.distanceSquared(edge, x, y, scaleX);
            if (distanceSquared <= limit && !edges.cut(edge)) {
                nearby.add(edges.line(edge), distanceSquared);
            }
        }
    }
}
