// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.ResidenceUnavailable;
import org.jspecify.annotations.Nullable;

/// The keys of a region are missing, wrong or not allowed here. Never carries key material.
public final class KeysUnusable extends ResidenceUnavailable {

    private static final long serialVersionUID = 1L;

    KeysUnusable(String message) {
        super(message);
    }

    KeysUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
