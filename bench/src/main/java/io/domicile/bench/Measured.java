// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What came out of a benchmark, with its goal.
sealed interface Measured permits Comparison, Rate, Reading {

    boolean isMet();

    /// One result of `--json`: always `name`, `goal` and `unit`.
    ObjectNode json();

    /// One line of its table.
    String line();

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
