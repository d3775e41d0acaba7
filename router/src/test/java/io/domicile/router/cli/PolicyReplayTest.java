// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Examples;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.domicile.router.replay.ReplayProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReplayProfile.class)
class PolicyReplayTest {

    private static final String DUTCH_CHILD =
            Examples.GERMAN_TEXT.replace("\"DE\"", "\"NL\"").replace("\"age\":34", "\"age\":15");

    private final String tenant = "replays-" + UUID.randomUUID();

    @Test
    void a_change_ends_with_1_and_is_told_in_words() {
        // given
        var from = Instant.now().toString();
        refusedChild();

        // when
        var ended = replay(ReplayProfile.YOUNGER, "--from", from);

        // then
        assertEquals(1, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("candidate      younger.tar.gz sha256:"), ended.out());
        assertTrue(ended.out().contains("region NL           1 of 1 changed, DENY to ALLOW: 1"));
        assertTrue(ended.out().contains("rule R20.EU         no longer: 1, newly: 0"), ended.out());
        assertTrue(ended.out().contains("audit.localhost/nl/"), ended.out());
        assertEquals("", ended.err(), "no progress where nobody looks");
    }

    @Test
    void no_change_ends_with_0() {
        // given
        var from = Instant.now().toString();
        refusedChild();

        // when
        var ended = replay(ReplayProfile.SAME, "--from", from, "--region", "nl");

        // then
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().matches("(?s).*\nchanged +0\n.*"), ended.out());
    }

    @Test
    void json_is_the_whole_report() throws JsonProcessingException {
        // given
        refusedChild();

        // when
        var ended = replay(ReplayProfile.YOUNGER, "--last", "1", "--json");

        // then
        assertEquals(1, ended.status(), ended.err());
        assertEquals(1, Json.MAPPER.readTree(ended.out()).path("changed").asInt(), ended.out());
    }

    @Test
    void what_the_candidate_cannot_decide_ends_with_1() {
        // given
        var from = Instant.now().toString();
        Api.post(tenant, Examples.GERMAN_TEXT).then().statusCode(201);
        awaitLog("store");

        // when
        var ended = replay(ReplayProfile.BROKEN, "--from", from);

        // then
        assertEquals(1, ended.status(), ended.err());
        assertTrue(ended.out().contains("the candidate gives no decision"), ended.out());
        assertTrue(ended.out().contains("malformed at retain_days"), ended.out());
    }

    @ParameterizedTest
    @CsvSource({
        "foreign.tar.gz, , 2, not signed by the configured key, ./domicile policy sign",
        "same.tar.gz, --region=us, 2, The parameter region, ./domicile help policy",
        "same.tar.gz, --token=stranger, 2, token, ./domicile token --role operator",
        "same.tar.gz, --token=, 2, a token is missing, ./domicile token --role operator",
        "none.tar.gz, , 2, cannot read, ./domicile help policy",
        "same.tar.gz, --url=http://127.0.0.1:1, 3, no gateway answers, ./domicile serve",
        "same.tar.gz, --url=nowhere, 2, --url is for instance, ./domicile help policy"
    })
    void an_error_ends_with_its_status_and_one_next_command(
            String file, String option, int status, String message, String next) {
        // when
        var ended = option == null ? replay(file) : replay(file, option);

        // then
        assertEquals(status, ended.status(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertTrue(ended.err().lines().toList().getLast().startsWith("Try: " + next), ended.err());
        assertEquals("", ended.out());
    }

    @Test
    void progress_is_drawn_where_somebody_looks() {
        // given
        var drawn = new ByteArrayOutputStream();
        var bar = new ProgressBar(new PrintStream(drawn, true, StandardCharsets.UTF_8), true);

        // when
        bar.draw(1024, 2048);
        bar.clear();

        // then
        var text = drawn.toString(StandardCharsets.UTF_8);
        assertTrue(
                text.startsWith("\r[###############...............] 1024 of 2048 entries"), text);
        assertTrue(text.endsWith(" \r"), "the line is left empty");
        assertFalse(text.contains("\n"));
    }

    private void refusedChild() {
        Api.post(tenant, DUTCH_CHILD).then().statusCode(451);
        awaitLog("deny");
    }

    private void awaitLog(String act) {
        AuditLogs.entriesOnce(
                "nl",
                entry ->
                        entry.path("tenant").asText().equals(tenant)
                                && entry.path("act").asText().equals(act));
    }

    private Ended replay(String file, String... options) {
        var given = List.of(options);
        var arguments = new ArrayList<>(List.of("policy", "replay"));
        arguments.add(ReplayProfile.FOLDER.resolve(file).toString());
        arguments.addAll(given);
        if (given.stream().noneMatch(option -> option.startsWith("--url"))) {
            arguments.add("--url=http://localhost:" + RestAssured.port);
        }
        if (given.stream().noneMatch(option -> option.startsWith("--token"))) {
            arguments.add("--token=" + token());
        }
        return Ended.of(arguments);
    }

    private String token() {
        return DevelopmentKey.in(Api.home())
                .token(Roles.COMPLIANCE, tenant, "in-region", Duration.ofHours(1));
    }
}
