// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Caller;
import io.domicile.router.disclosures.DisclosureRegister;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What authorities demanded, demand by demand, in the order in which they came (LAW 4, register of
/// government access). What is kept from the reader is not among the rows.
///
/// @param entries those of the report's time
/// @param tenant whose alone, or all
/// @param reader who reads it
/// @param now when
record DisclosureRows(Entries entries, Optional<String> tenant, Caller reader, Instant now)
        implements Rows {

    static final List<String> COLUMNS =
            Stream.concat(PLACE.stream(), DisclosureRegister.COLUMNS.stream()).toList();

    @Override
    public void each(Consumer<ObjectNode> consumer) {
        var wanted = Countings.DEMANDS_RECEIVED.of(tenant).where();
        entries.each((index, entry) -> {
            var row = Rows.row(index, entry);
            if (wanted.fits(entry)
                    && DisclosureRegister.fill(row, entries.residence(), entry, reader, now)) {
                consumer.accept(row);
            }
        });
    }
}
