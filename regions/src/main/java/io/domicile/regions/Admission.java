// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// What became of a request to write.
public sealed interface Admission {

    /// Written, with its audit row, and durable.
    record Done(Receipt receipt) implements Admission {}

    /// The same request came before: this was its answer.
    record Again(int status, Bytes answer) implements Admission {}

    /// The idempotency key came before with another request.
    record KeyReused() implements Admission {}

    /// Nothing is written: the counters of exports have moved, or the year has ended, so that what
    /// was decided may not hold any more.
    ///
    /// @param volume the counts found, with the persons of this export in them
    record Recount(Volume volume) implements Admission {}

    /// Nothing is written: the record's session has ended.
    record SessionClosed() implements Admission {}
}
