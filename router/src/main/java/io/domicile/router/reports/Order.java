// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.regions.Residence;
import io.domicile.regions.Span;
import io.domicile.router.Caller;
import java.time.Instant;
import java.util.Optional;

/// Which report is wanted.
///
/// @param caller who asks, in the role that may
/// @param tenant whose alone; of all tenants without
/// @param from since when, included
/// @param to until when, not included
/// @param table which table a form with one table alone has
/// @param subject whose events alone: the tenant's id of a person
record Order(
        Kind kind,
        Caller caller,
        Optional<String> tenant,
        Residence residence,
        Instant from,
        Instant to,
        Format format,
        Language language,
        Table table,
        Optional<String> subject) {

    /// The tables of a report.
    enum Table {
        SUMMARY,
        ROWS
    }

    /// The same about one person.
    Order about(String person) {
        return new Order(
                kind,
                caller,
                tenant,
                residence,
                from,
                to,
                format,
                language,
                table,
                Optional.of(person));
    }

    Span span() {
        return Span.between(from, to);
    }

    /// Names no subject.
    @Override
    public String toString() {
        return "Order[" + kind + "]";
    }
}
