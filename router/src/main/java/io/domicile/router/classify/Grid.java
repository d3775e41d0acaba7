// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.util.Arrays;

/// A grid over border edges that knows, for the middle of each cell, which areas it lies in; a
/// point's areas follow from the borders between it and the middle of its cell.
///
/// Two levels: squares of 0.25 degrees, and where borders run through one, 64 cells in it.
final class Grid {
    private static final int SQUARE = 25_000;
    private static final int CELL = 3_125;
    private static final int CELLS = SQUARE / CELL;

    /// Takes each edge near a point with its distance.
    interface Visitor {
        void near(int line, double distanceSquared);
    }

    private interface CellVisitor {
        void at(int column, int row);
    }

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
        int blocks = numberBlocks();
        first = new int[blocks * CELLS * CELLS + 1];
        edgesOfCell = new int[countEdges()];
        fillEdges();
        middle = new short[blocks * CELLS * CELLS];
        for (int row = 0; row < rows; row++) {
            for (int cellRow = row * CELLS; cellRow < (row + 1) * CELLS; cellRow++) {
                findMiddles(row, cellRow);
            }
        }
    }

    private int numberBlocks() {
        Arrays.fill(block, -1);
        var blocks = new int[1];
        for (int edge = 0; edge < edges.size(); edge++) {
            cellsOf(
                    edge,
                    (column, row) -> {
                        int square = row / CELLS * columns + column / CELLS;
                        if (block[square] < 0) {
                            block[square] = blocks[0]++;
                        }
                    });
        }
        return blocks[0];
    }

    private int countEdges() {
        for (int edge = 0; edge < edges.size(); edge++) {
            cellsOf(edge, (column, row) -> first[cell(column, row) + 1]++);
        }
        Arrays.parallelPrefix(first, Integer::sum);
        return first[first.length - 1];
    }

    private void fillEdges() {
        var next = Arrays.copyOf(first, first.length);
        for (int edge = 0; edge < edges.size(); edge++) {
            int number = edge;
            cellsOf(edge, (column, row) -> edgesOfCell[next[cell(column, row)]++] = number);
        }
    }

    private int cell(int column, int row) {
        int square = row / CELLS * columns + column / CELLS;
        return (block[square] * CELLS + row % CELLS) * CELLS + column % CELLS;
    }

    /// Visits the cells an edge runs through or touches.
    private void cellsOf(int edge, CellVisitor visitor) {
        int lowest = (edges.minY(edge) - 1 - originY) / CELL;
        int highest = (edges.maxY(edge) + 1 - originY) / CELL;
        for (int row = lowest; row <= highest; row++) {
            double south = originY + row * (double) CELL - 1;
            double a = edges.xAt(edge, south);
            double b = edges.xAt(edge, south + CELL + 2);
            boolean level = edges.minY(edge) == edges.maxY(edge);
            double west = level ? edges.minX(edge) : Math.min(a, b);
            double east = level ? edges.maxX(edge) : Math.max(a, b);
            int last = (int) (east + 1 - originX) / CELL;
            for (int column = (int) (west - 1 - originX) / CELL; column <= last; column++) {
                visitor.at(column, row);
            }
        }
    }

    /// Goes along the middles of a row of cells from the west, where nothing is, and notes what
    /// each lies in.
    private void findMiddles(int row, int cellRow) {
        double y = originY + (cellRow + 0.5) * CELL;
        long code = 0;
        for (int column = 0; column < columns; column++) {
            int square = row * columns + column;
            if (block[square] < 0) {
                block[square] = ~sets.intern(code);
                continue;
            }
            for (int cellColumn = column * CELLS; cellColumn < (column + 1) * CELLS; cellColumn++) {
                int cell = cell(cellColumn, cellRow);
                double west = originX + cellColumn * (double) CELL;
                code ^= crossed(cell, west, y, west + CELL / 2.0, y);
                middle[cell] = (short) sets.intern(code);
                code ^= crossed(cell, west + CELL / 2.0, y, west + CELL, y);
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

    /// The number of the set of areas at a point, none outside the grid.
    int setAt(double x, double y) {
        int column = (int) Math.floor((x - originX) / SQUARE);
        int row = (int) Math.floor((y - originY) / SQUARE);
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            return AreaSets.NONE;
        }
        int number = block[row * columns + column];
        if (number < 0) {
            return ~number;
        }
        int cellColumn = (int) ((x - originX) / CELL);
        int cellRow = (int) ((y - originY) / CELL);
        int cell = cell(cellColumn, cellRow);
        double middleX = originX + (cellColumn + 0.5) * CELL;
        double middleY = originY + (cellRow + 0.5) * CELL;
        long code = crossed(cell, x, y, middleX, middleY);
        return code == 0 ? middle[cell] : sets.find(code ^ sets.codeOfSet(middle[cell]));
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

    /// Visits every edge that is no farther than a radius (all in units of latitude), some of them
    /// twice.
    void near(double x, double y, double scaleX, double radius, Visitor visitor) {
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
                    visit(cell(column, row), x, y, scaleX, limit, visitor);
                }
            }
        }
    }

    private void visit(int cell, double x, double y, double scaleX, double limit, Visitor visitor) {
        for (int i = first[cell]; i < first[cell + 1]; i++) {
            int edge = edgesOfCell[i];
            double distanceSquared = edges.distanceSquared(edge, x, y, scaleX);
            if (distanceSquared <= limit && !edges.cut(edge)) {
                visitor.near(edges.line(edge), distanceSquared);
            }
        }
    }
}
