// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import java.io.PrintStream;

/// How far a command is, in one line at a terminal; nothing elsewhere.
///
/// @param out where it is drawn
/// @param shown whether somebody looks
record ProgressBar(PrintStream out, boolean shown) {

    private static final int WIDTH = 30;

    /// On standard error, where the launcher says that this is a terminal.
    static ProgressBar onStandardError() {
        return new ProgressBar(System.err, System.getenv("DOMICILE_STDERR_TERMINAL") != null);
    }

    /// Draws it anew.
    void draw(long done, long total) {
        draw(done, total, "entries");
    }

    /// Draws it anew.
    ///
    /// @param unit what is counted
    void draw(long done, long total, String unit) {
        if (shown) {
            int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
            out.printf(
                    "\r[%s%s] %d of %d %s",
                    "#".repeat(filled), ".".repeat(WIDTH - filled), done, total, unit);
            out.flush();
        }
    }

    /// Takes it away.
    void clear() {
        if (shown) {
            out.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            out.flush();
        }
    }
}
