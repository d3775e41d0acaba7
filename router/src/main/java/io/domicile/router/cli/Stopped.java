// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

/// A command that cannot go on, and what to run next.
final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String next;

    /// @param status the status to exit with
    /// @param message what is wrong
    /// @param next a command that helps
    Stopped(int status, String message, String next) {
        super(message, null, false, false);
        this.status = status;
        this.next = next;
    }

    int status() {
        return status;
    }

    String next() {
        return next;
    }
}
