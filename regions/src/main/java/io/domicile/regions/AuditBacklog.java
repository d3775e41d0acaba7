// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// So many audit rows of a region wait for their places in its log, or one for so long, that no
/// more are taken in for now: nothing was written.
public final class AuditBacklog extends ResidenceUnavailable {

    private static final long serialVersionUID = 1L;

    public AuditBacklog(String message) {
        super(message);
    }
}
