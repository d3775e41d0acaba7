// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.RegionDatabase;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.domicile.router.prove.ProofProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ProofProfile.class)
class ProveTest {

    @Test
    void a_green_proof_ends_with_0_and_is_filed_as_a_page(@TempDir Path folder) throws IOException {
        // given
        var page = folder.resolve("proof.html");

        // when
        var ended = prove("--strict", "--page=" + page);

        // then
        assertEquals(0, ended.status(), ended.out() + ended.err());
        assertTrue(ended.out().startsWith("green: "), ended.out());
        assertTrue(ended.out().contains("Memory and swap"), ended.out());
        assertEquals("", ended.err(), "no progress where nobody looks");
        assertTrue(Files.readString(page).startsWith("<!doctype html>"));
    }

    @Test
    void a_red_proof_ends_with_1_and_names_the_place()
            throws SQLException, JsonProcessingException {
        // given
        RegionDatabase.update("nl", "alter table idempotency add column body text");

        // when
        var ended = prove();
        var json = prove("--json");
        RegionDatabase.update("nl", "alter table idempotency drop column body");

        // then
        assertEquals(1, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("red: "), ended.out());
        assertTrue(ended.out().contains("nl public.idempotency.body is of no known kind"));
        assertEquals(1, json.status(), json.err());
        assertEquals("red", Json.MAPPER.readTree(json.out()).path("verdict").asText());
    }

    @Test
    void without_a_gateway_it_ends_with_3() {
        // when
        var ended = prove("--url=http://127.0.0.1:1");

        // then
        assertEquals(3, ended.status());
        assertTrue(ended.err().contains("no gateway answers"), ended.err());
    }

    private static Path token() {
        var token =
                DevelopmentKey.in(Api.home())
                        .token(Roles.OPERATOR, "operator", "in-region", Duration.ofHours(1));
        try {
            return Files.writeString(Path.of("target", "prove.token"), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended prove(String... options) {
        var arguments = new ArrayList<>(List.of("prove", "--token-file=" + token()));
        arguments.addAll(List.of(options));
        if (!String.join(" ", options).contains("--url")) {
            arguments.add("--url=http://localhost:" + RestAssured.port);
        }
        return Ended.of(arguments);
    }
}
