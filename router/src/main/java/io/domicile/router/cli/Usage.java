// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

/// A command was called with a value that it does not take.
final class Usage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Usage(String message) {
        super(message, null, false, false);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new Usage(message);
        }
    }
}
