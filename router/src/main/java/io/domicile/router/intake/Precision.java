// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

/// The accuracy of a position as the law is asked about it: a step instead of the measured value,
/// so that questions about like positions are equal and the facts tell less.
final class Precision {

    /// Ascending. No step crosses the two limits of the law, "1 km or less" and "3 km or more".
    private static final double[] STEPS = {1, 10, 100, 1000};

    private static final double[] COARSE_STEPS = {10_000, 100_000};
    private static final double BETWEEN = 2000;
    private static final double GRID = 3000;
    private static final double COARSEST = 1_000_000;

    private Precision() {}

    /// The step for an accuracy in metres.
    static double forLaw(double metres) {
        for (double step : STEPS) {
            if (metres <= step) {
                return step;
            }
        }
        return metres <= GRID ? (metres < GRID ? BETWEEN : GRID) : coarse(metres);
    }

    private static double coarse(double metres) {
        for (double step : COARSE_STEPS) {
            if (metres <= step) {
                return step;
            }
        }
        return COARSEST;
    }
}
