// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;

/// A record with the facts that the law was asked about it.
///
/// @param tenant whose record it is
/// @param submission the record
/// @param facts the facts of the query `store`
record Classified(String tenant, Submission submission, JsonNode facts) {

    @Override
    public String toString() {
        return "Classified[" + submission + "]";
    }
}
