// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.regions.witness.Collector;
import java.sql.SQLException;
import java.util.Optional;

/// What witnesses say of a log, for its publisher.
record Cosigned(Collector witnesses, LogTables tables, Signed signed) {

    /// Whether the last checkpoint still waits for cosignatures, so that none may follow it.
    boolean isAwaited() {
        return witnesses.isCollecting();
    }

    /// Whether a checkpoint may be shown before any witness cosigned it.
    boolean isOptional() {
        return !witnesses.isRequired();
    }

    void tell(Note note) {
        witnesses.tell(note);
    }

    /// The newest checkpoint with the cosignatures that have come since the last time.
    Optional<Note> collected() {
        return witnesses.collected();
    }

    /// Compares the tables with the larger checkpoint that a witness saw, if there is one.
    ///
    /// @throws RolledBack if this log signed it
    /// @throws LogFailure.Conflict if the tables do not continue it
    void requireContinued() throws SQLException {
        var larger = witnesses.larger();
        if (larger.isEmpty()) {
            return;
        }
        var head = tables.lockHead();
        var now = new Checkpoint(tables.log(), head.size(), head.root());
        if (signed.verifiers().stream().anyMatch(key -> key.verifies(larger.get()))) {
            Signed.requireContinued(signed.open(larger.get()), now, tables);
        }
        witnesses.settle(larger.get());
        tables.connection().rollback();
    }
}
