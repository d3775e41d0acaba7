// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.ResidenceUnavailable;
import org.jspecify.annotations.Nullable;

/// What holds a region's keys does not answer now, or lets nobody in. Never carries key material.
public final class KeysAway extends ResidenceUnavailable {

    private static final long serialVersionUID = 1L;

    KeysAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
