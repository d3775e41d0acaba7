// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.auth.Roles;
import io.restassured.response.Response;
import java.util.UUID;

/// Edits registers of the running gateway as a compliance office does.
public final class Registers {

    private Registers() {}

    /// A tenant that nobody knows but by the development profile.
    static String newTenant() {
        return "edited-" + UUID.randomUUID();
    }

    static Response get(String tenant, String path) {
        return Api.as(Roles.COMPLIANCE, tenant, "CN").get("/v1/register" + path);
    }

    public static Response put(String tenant, long after, String document) {
        return Api.as(Roles.COMPLIANCE, tenant, "CN")
                .contentType("application/json")
                .header("If-Match", "\"" + after + "\"")
                .body(document)
                .put("/v1/register");
    }

    /// The document in force, to be changed.
    public static ObjectNode document(String tenant) throws JsonProcessingException {
        return (ObjectNode)
                Json.MAPPER.readTree(get(tenant, "").then().extract().asString()).get("document");
    }

    /// A tenant whose first version is what the development profile says of it.
    public static String editedTenant() throws JsonProcessingException {
        var tenant = newTenant();
        put(tenant, 0, document(tenant).toString()).then().statusCode(200);
        return tenant;
    }
}
