// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

/// Stored bytes are not an envelope of a known version.
public final class MalformedEnvelope extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedEnvelope(String message) {
        super(message);
    }
}
