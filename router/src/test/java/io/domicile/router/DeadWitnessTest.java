// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.audit.Cosigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.SigningKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A gateway whose operator names a witness that does not answer.
@QuarkusTest
@TestProfile(DeadWitnessTest.WithDeadWitness.class)
class DeadWitnessTest {

    /// The policy names a witness at a port where nobody listens.
    public static final class WithDeadWitness implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var file = Files.createTempFile("witnesses", ".tlog-policy");
                Files.write(file, policy().bytes());
                file.toFile().deleteOnExit();
                return Map.of("domicile.log.witnesses", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void records_are_stored_published_and_read_and_the_gateway_is_healthy() {
        // when
        var answer = Api.post("acme", Examples.GERMAN_TEXT);

        // then
        answer.then().statusCode(201);
        AuditLogs.entry("nl", answer.path("audit.entry"));
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void the_policy_of_a_region_has_its_log_and_the_named_witness() {
        // when
        var policy = Policy.parse(given().get("/v1/audit/nl/policy").asByteArray());

        // then
        assertEquals(policy().witnesses().getFirst().key().toString(), key(policy).toString());
        assertEquals("auditor", policy.quorum());
        assertEquals(
                given().get("/v1/audit/nl/log.pub").asString().strip(),
                policy.logs().getFirst().key().toString());
    }

    private static NoteVerifier key(Policy policy) {
        return policy.witnesses().getFirst().key();
    }

    private static Policy policy() {
        var cosigner =
                new Cosigner(
                        "auditor.example/witness",
                        SigningKey.of(new byte[32]),
                        InstantSource.system());
        var witness =
                new Policy.Witness(
                        "auditor",
                        NoteVerifier.parse(cosigner.vkey()).orElseThrow(),
                        Optional.of("http://127.0.0.1:1/witness"));
        return new Policy(List.of(), List.of(witness), List.of(), "auditor");
    }
}
