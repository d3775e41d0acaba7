// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import org.jspecify.annotations.Nullable;

/// An embedded cluster could not be made, started or stopped. The message says what to do.
public final class PostgresFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresFailed(String message) {
        super(message);
    }

    PostgresFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
