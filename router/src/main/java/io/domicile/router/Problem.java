// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/// An error as callers see it: RFC 9457 `application/problem+json`. Names the field, never its
/// value.
///
/// @param fault what is wrong
/// @param detail one sentence for the developer who reads it
/// @param pointer JSON Pointer of the field, if one is to blame
public record Problem(Fault fault, String detail, Optional<String> pointer) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int LONGEST_POINTER = 200;

    public static Problem of(Fault fault, String detail) {
        return new Problem(fault, detail, Optional.empty());
    }

    public static Problem at(Fault fault, String pointer, String detail) {
        return new Problem(
                fault,
                detail,
                Optional.of(pointer.substring(0, Math.min(pointer.length(), LONGEST_POINTER))));
    }

    /// The problem as JSON, open for further members.
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("type", "urn:domicile:problem:" + fault.code());
        json.put("title", fault.title());
        json.put("status", fault.status());
        json.put("detail", detail);
        json.put("code", fault.code());
        pointer.ifPresent(path -> json.put("pointer", path));
        return json;
    }

    public Response response() {
        return response(json()).build();
    }

    /// The answer with a body made from [#json].
    public Response.ResponseBuilder response(ObjectNode body) {
        return answer(body);
    }

    /// The answer with a body that was made from [#json], also long ago.
    public static Response.ResponseBuilder answer(ObjectNode body) {
        int status = body.path("status").asInt();
        var answer =
                Response.status(status)
                        .type(MEDIA_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(body.toString());
        return switch (status) {
            case 401 -> answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case 429 -> answer.header(HttpHeaders.RETRY_AFTER, "1");
            case 503 -> answer.header(HttpHeaders.RETRY_AFTER, "5");
            default -> answer;
        };
    }
}
