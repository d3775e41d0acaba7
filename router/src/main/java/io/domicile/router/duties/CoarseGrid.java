// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

/// The grid that positions are shown on where the law wants them coarse: cells about 3 km high and
/// at least as wide, the same for every position, so that no number of readings narrows one down.
public final class CoarseGrid {

    /// The precision in metres that a coarse position has; `coarsening.default_grid_m` of the
    /// policies' data.
    public static final int METRES = 3000;

    /// Of a sphere of the mean radius, 6,371,008.8 m.
    private static final double METRES_PER_DEGREE = 111_195.08;

    private static final int ROWS = (int) (180 * METRES_PER_DEGREE / METRES);
    private static final double HEIGHT = 180.0 / ROWS;

    private CoarseGrid() {}

    /// The middle of a cell, in degrees to five places.
    public record Cell(double lat, double lon) {}

    /// The cell that holds a position.
    ///
    /// @param lat latitude in degrees, -90 to 90
    /// @param lon longitude in degrees, -180 to 180
    public static Cell of(double lat, double lon) {
        int row = Math.min((int) ((lat + 90) / HEIGHT), ROWS - 1);
        double middle = (row + 0.5) * HEIGHT - 90;
        double width = 360.0 / columns(middle);
        int column = Math.min((int) ((lon + 180) / width), columns(middle) - 1);
        return new Cell(rounded(middle), rounded((column + 0.5) * width - 180));
    }

    /// How many cells of full width fit on the poleward edge of the row.
    private static int columns(double middle) {
        double edge = Math.toRadians(Math.min(Math.abs(middle) + HEIGHT / 2, 90));
        return Math.max(1, (int) (360 * METRES_PER_DEGREE * Math.cos(edge) / METRES));
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e5) / 1e5;
    }
}
