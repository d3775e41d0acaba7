// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static java.lang.Math.PI;
import static java.lang.Math.abs;
import static java.lang.Math.atan2;
import static java.lang.Math.cos;
import static java.lang.Math.hypot;
import static java.lang.Math.sin;
import static java.lang.Math.sqrt;

/// The published shift from WGS-84 to GCJ-02, for borders only: a person's coordinate is never
/// shifted, neither way.
final class Gcj02 {
    private static final double SEMI_MAJOR_AXIS = 6378245;
    private static final double ECCENTRICITY_SQUARED = 0.006693421622965943;
    private static final double BAIDU = PI * 3000 / 180;

    private Gcj02() {}

    /// The place in GCJ-02; the caller sees to it that it lies where the shift is in use.
    static Point shift(double lat, double lon) {
        double x = lon - 105;
        double y = lat - 35;
        double phi = lat / 180 * PI;
        double w = 1 - ECCENTRICITY_SQUARED * sin(phi) * sin(phi);
        double root = sqrt(w);
        double meridian = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / (w * root) * PI;
        double parallel = SEMI_MAJOR_AXIS / root * cos(phi) * PI;
        return new Point(lat + north(x, y) * 180 / meridian, lon + east(x, y) * 180 / parallel);
    }

    /// Metres to the north, of degrees from 105 E and 35 N.
    private static double north(double x, double y) {
        double waves =
                ripple(x)
                        + (20 * sin(y * PI) + 40 * sin(y * PI / 3))
                        + (160 * sin(y * PI / 12) + 320 * sin(y * PI / 30));
        return waves * (2.0 / 3)
                + (-100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * (x * y) + 0.2 * sqrt(abs(x)));
    }

    /// Metres to the east, of degrees from 105 E and 35 N.
    private static double east(double x, double y) {
        double waves =
                ripple(x)
                        + (20 * sin(x * PI) + 40 * sin(x * PI / 3))
                        + (150 * sin(x * PI / 12) + 300 * sin(x * PI / 30));
        return waves * (2.0 / 3)
                + (300 + x + 2 * y + 0.1 * x * x + 0.1 * (x * y) + 0.1 * sqrt(abs(x)));
    }

    private static double ripple(double x) {
        return 20 * sin(6 * (x * PI)) + 20 * sin(2 * (x * PI));
    }

    /// From BD-09 back to GCJ-02 by Baidu's closed form: within 0.3 m.
    static Point fromBd09(double lat, double lon) {
        double x = lon - 0.0065;
        double y = lat - 0.006;
        double radius = hypot(x, y) - 0.00002 * sin(y * BAIDU);
        double angle = atan2(y, x) - 0.000003 * cos(x * BAIDU);
        return new Point(radius * sin(angle), radius * cos(angle));
    }
}
