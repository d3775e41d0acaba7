// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.Tally;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What a caller wants written, and where it waits for the result.
sealed interface Write {

    CompletableFuture<Admission> result();

    String tenant();

    Optional<Once> once();

    /// A record with its audit row.
    record OfRecord(Deposit deposit, CompletableFuture<Admission> result) implements Write {

        @Override
        public String tenant() {
            return deposit.tenant();
        }

        @Override
        public Optional<Once> once() {
            return deposit.once();
        }
    }

    /// An audit row alone.
    record OfNote(
            Note note,
            Optional<Bytes> holder,
            Optional<Once> once,
            CompletableFuture<Admission> result)
            implements Write {

        @Override
        public String tenant() {
            return note.tenant();
        }
    }

    /// The audit row of an export, which is counted with it.
    record OfExport(
            Note note, Optional<Bytes> holder, Tally tally, CompletableFuture<Admission> result)
            implements Write {

        @Override
        public String tenant() {
            return note.tenant();
        }

        @Override
        public Optional<Once> once() {
            return Optional.empty();
        }
    }
}
