// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import org.jspecify.annotations.Nullable;

/// A region's store, log or keys cannot be used now: nothing was written. Callers answer 503.
public class ResidenceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ResidenceUnavailable(String message) {
        super(message);
    }

    public ResidenceUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
