// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// What became of a submission, as its caller is told.
///
/// @param status 201 stored, 202 held, 451 refused
/// @param body the answer; for 451 the problem with rules and citations
/// @param timing value of `Server-Timing`
public record Answer(int status, ObjectNode body, String timing) {

    /// `stored`, `quarantined`, `referred` or `refused`.
    public String outcome() {
        return body.path("outcome").asText("refused");
    }

    /// The answer over HTTP.
    public Response response() {
        var response =
                Response.status(status)
                        .type(status < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                        .entity(body.toString());
        if (status == 201) {
            response.header(HttpHeaders.LOCATION, "/v1/records/" + body.path("id").asText());
        }
        return timing.isEmpty()
                ? response.build()
                : response.header("Server-Timing", timing).build();
    }
}
