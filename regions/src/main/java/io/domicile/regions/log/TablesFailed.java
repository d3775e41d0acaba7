// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import java.sql.SQLException;

/// The log's tables cannot be used now. Carries the failure out of a
/// [io.domicile.audit.TileReader].
final class TablesFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TablesFailed(SQLException cause) {
        super("the log's tables cannot be used", cause);
    }
}
