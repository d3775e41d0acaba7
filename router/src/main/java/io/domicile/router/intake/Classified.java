// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.intake.Submission.Subject;

/// A record with the facts that the law was asked about it.
///
/// @param tenant whose record it is
/// @param submission the record
/// @param holder the one of its people under whose key it is sealed
/// @param facts the facts of the query `store`
record Classified(String tenant, Submission submission, Subject holder, JsonNode facts) {

    /// A record that its sender's key seals.
    static Classified of(String tenant, Submission submission, JsonNode facts) {
        return new Classified(tenant, submission, submission.holder(), facts);
    }

    @Override
    public String toString() {
        return "Classified[" + submission + "]";
    }
}
