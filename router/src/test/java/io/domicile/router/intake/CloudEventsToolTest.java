// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.domicile.router.auth.DevelopmentKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Events that `cloudevents invoke` of `cloudevents/conformance` sends.
@QuarkusTest
class CloudEventsToolTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"binary", "structured"})
    void events_of_the_conformance_tool_are_taken(String mode) throws Exception {
        // when
        var outcome = invoke(event(mode, "1.0"));

        // then
        assertEquals(0, outcome.exit(), outcome.text());
    }

    @Test
    void the_tool_is_told_what_is_refused() throws Exception {
        // when
        var outcome = invoke(event("structured", "0.3"));

        // then
        assertEquals(1, outcome.exit());
        assertTrue(outcome.text().contains("422"), outcome.text());
    }

    private record Outcome(int exit, String text) {}

    private Outcome invoke(String event) throws IOException, InterruptedException {
        var tool = System.getenv("DOMICILE_CLOUDEVENTS");
        assumeTrue(
                tool != null,
                "left out: the tool of cloudevents/conformance is not here; name it with"
                        + " DOMICILE_CLOUDEVENTS");
        var file = Files.writeString(folder.resolve("event.yaml"), event).toString();
        var url = "http://localhost:" + RestAssured.port + "/v1/records";
        var process =
                new ProcessBuilder(tool, "invoke", url, "-f", file)
                        .redirectErrorStream(true)
                        .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private static String event(String mode, String version) {
        var tenant = "tool-" + UUID.randomUUID();
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", tenant, "in-region", Duration.ofHours(1));
        return """
        Mode: %s
        ContextAttributes:
          specversion: "%s"
          type: com.example.position
          time: 2018-04-05T03:56:24Z
          id: 4321-4321-4321
          source: /cars/plant
          subject: ein Ort
          datacontenttype: application/json
          Extensions:
            traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
            quoted: '{"other": 5}'
        TransportExtensions:
          authorization: Bearer %s
        Data: |
          %s
        """
                .formatted(mode, version, token, Examples.GERMAN_TEXT.strip().replace("\n", ""));
    }
}
