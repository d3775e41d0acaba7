// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import org.jspecify.annotations.Nullable;

/// A wrapped DEK is not what was wrapped for its owner. Never carries key material.
public final class WrapBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrapBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
