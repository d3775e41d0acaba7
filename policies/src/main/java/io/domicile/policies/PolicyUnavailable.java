// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import org.jspecify.annotations.Nullable;

/// No decision could be had: engine unreachable, undefined or malformed result, timeout, other
/// bundle than ours. Callers answer 503 and store nothing.
public final class PolicyUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PolicyUnavailable(String message) {
        super(message);
    }

    public PolicyUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
