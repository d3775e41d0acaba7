// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Departure;
import io.domicile.regions.Deposit;
import io.domicile.regions.Note;
import io.domicile.regions.Once;
import io.domicile.regions.Tally;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// What a caller wants written, and where it waits for the result.
sealed interface Write {

    CompletableFuture<Admission> result();

    String tenant();

    default Optional<Once> once() {
        return Optional.empty();
    }

    /// The export that is counted with it.
    default Optional<Tally> tally() {
        return Optional.empty();
    }

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
            @Override Optional<Once> once,
            CompletableFuture<Admission> result)
            implements Write {

        @Override
        public String tenant() {
            return note.tenant();
        }
    }

    /// The audit row of an export, which is counted with it.
    record OfExport(
            Note note, Optional<Bytes> holder, Tally counted, CompletableFuture<Admission> result)
            implements Write {

        @Override
        public Optional<Tally> tally() {
            return Optional.of(counted);
        }

        @Override
        public String tenant() {
            return note.tenant();
        }
    }

    /// The audit row of what the law said of a record's transfer.
    record OfDeparture(
            Departure departure,
            Note note,
            Optional<Bytes> holder,
            @Override Optional<Tally> tally,
            CompletableFuture<Admission> result)
            implements Write {

        @Override
        public String tenant() {
            return note.tenant();
        }
    }

    /// A record that comes from another region, with its audit row.
    ///
    /// @param id its id here
    record OfArrival(Deposit deposit, UUID id, UUID transfer, CompletableFuture<Admission> result)
            implements Write {

        @Override
        public String tenant() {
            return deposit.tenant();
        }
    }
}
