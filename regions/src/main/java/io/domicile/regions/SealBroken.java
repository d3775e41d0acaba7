// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import org.jspecify.annotations.Nullable;

/// A stored record did not open: its bytes, its place or its key are not those that it was sealed
/// with. Never carries clear text.
public final class SealBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
