// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/// Calls the running gateway as its callers do.
public final class Api {

    private Api() {}

    /// A tenant's service whose staff works in each record's own region.
    public static RequestSpecification as(String tenant) {
        return as(Roles.SERVICE, tenant, "in-region");
    }

    public static RequestSpecification as(String role, String tenant, String country) {
        return as(role + "@" + tenant, role, tenant, country);
    }

    /// Somebody's account.
    public static RequestSpecification as(
            String account, String role, String tenant, String country) {
        var key = DevelopmentKey.in(home());
        var token = key.token(account, role, tenant, country, Duration.ofHours(1));
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    /// A caller whose token carries several roles, or none.
    public static RequestSpecification as(List<String> roles, String tenant, String country) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + Tokens.of(roles, tenant, country));
    }

    /// A tenant's service of whose staff the token says more.
    public static RequestSpecification as(String tenant, String country, ObjectNode claims) {
        var token = Tokens.of(List.of(Roles.SERVICE), tenant, country, claims);
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    public static Response post(String tenant, String record) {
        return as(tenant).contentType("application/json").body(record).post("/v1/records");
    }

    /// A call whose body is of exactly that media type.
    public static RequestSpecification sending(RequestSpecification caller, String type) {
        var asIs =
                EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(type.replaceFirst(";.*", ""), ContentType.BINARY);
        return caller.config(RestAssuredConfig.config().encoderConfig(asIs))
                .header("Content-Type", type);
    }

    public static Response read(String tenant, String id) {
        return as(tenant)
                .header("Purpose", "support")
                .header("Reason", "CASE-4711")
                .get("/v1/records/" + id);
    }

    /// Waits until the gateway says this of its readiness.
    ///
    /// @return what it says then
    static Response awaitReadiness(int status) {
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        var said = given().get("/q/health/ready");
        while (said.statusCode() != status) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("readiness did not become " + status + said.asString());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            said = given().get("/q/health/ready");
        }
        return said;
    }

    public static Path home() {
        return Path.of(ConfigProvider.getConfig().getValue("domicile.home", String.class));
    }
}
