// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.RecordId;
import io.domicile.router.Json;
import io.domicile.router.records.Grounds;
import io.domicile.router.records.RecordReadings;
import io.domicile.router.records.View;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Looks at records, by the same readings as `GET /v1/records/{id}`: the law is asked about each,
/// and its audit row is durable before anything is used. Blocks.
@Singleton
final class Views {

    private final RecordReadings readings;

    Views(RecordReadings readings) {
        this.readings = readings;
    }

    /// What the reader gets to see, for the purpose of the call's route: the answer of a reading,
    /// with the member `record`, or a problem without it.
    ///
    /// @throws io.domicile.router.ProblemException with status 404 or 403, as readings do
    ObjectNode of(Call call, Call.Audience reader, RecordId id) {
        var purpose = call.route().purpose().orElseThrow();
        var grounds = new Grounds(purpose, call.reason(), reader.claims());
        var answer = readings.read(reader.caller(), id.toString(), grounds, View.FULL);
        try {
            return (ObjectNode) Json.MAPPER.readTree(String.valueOf(answer.getEntity()));
        } catch (IOException e) {
            throw new UncheckedIOException("an answer of ours is not JSON", e);
        }
    }
}
