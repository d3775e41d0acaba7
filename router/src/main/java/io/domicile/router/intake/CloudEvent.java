// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.regions.Bytes;

/// An event of CloudEvents 1.0 whose data is a record.
///
/// @param source the context it happened in; with `id` it names the event
/// @param id the event within its source
/// @param submission the record in its data
/// @param data the data as JSON, the same in whatever mode the event comes
record CloudEvent(String source, String id, Submission submission, Bytes data) {

    /// Makes the event happen once: an event is a duplicate if source and id are the same
    /// (specification, section 3.1.1).
    Intake.Repeatable once() {
        // no attribute has a line feed
        return new Intake.Repeatable("event:" + source + "\n" + id, data);
    }

    @Override
    public String toString() {
        return "CloudEvent";
    }
}
