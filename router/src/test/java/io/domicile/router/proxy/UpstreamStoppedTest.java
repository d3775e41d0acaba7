// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Api;
import io.domicile.router.AuditLogs;
import io.domicile.router.Load;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A service is stopped under load and started again.
@QuarkusTest
@TestProfile(ProxyProfile.class)
class UpstreamStoppedTest {

    private final String tenant = "stopped-" + UUID.randomUUID();

    @Inject ProxyServer server;

    @Test
    void callers_are_told_each_in_the_log_others_do_not_notice_and_it_goes_on_by_itself()
            throws Exception {
        try (var stopped = new Backend();
                var other = new Backend()) {
            // given
            route(stopped, other);
            try (var load = load("/stopped");
                    var beside = load("/other")) {
                load.await(200, 50);
                beside.await(200, 50);

                // when
                stopped.close();
                load.await(502, 50);
                beside.await(200, 50);
                try (var again = stopped.again()) {
                    load.await(200, 50);

                    // then
                    var sent = load.stop();
                    assertEquals(Set.of(200, 502), statuses(sent));
                    assertEquals(Set.of(200), statuses(beside.stop()));
                    assertLogged(sent);
                    for (var upstream : List.of(stopped, other, again)) {
                        assertTrue(
                                upstream.received().stream()
                                        .noneMatch(one -> one.whole().contains("CANARY")));
                    }
                }
            }
        }
    }

    /// Each request has its own entry, whichever way it ended.
    private void assertLogged(List<Load.Sent> sent) {
        Api.as(tenant)
                .port(server.port().orElseThrow())
                .contentType("application/json")
                .body("{\"secret\":1}")
                .post("/last")
                .then()
                .statusCode(200);
        var entries = AuditLogs.entriesOnce("nl", entry -> is(entry, "pass", "route:last"));
        assertEquals(
                count(sent, 502),
                entries.stream().filter(entry -> is(entry, "deny", "rejected")).count());
        assertTrue(
                entries.stream().filter(entry -> is(entry, "pass", "route:stopped")).count()
                        >= count(sent, 200));
    }

    private boolean is(JsonNode entry, String act, String word) {
        return entry.path("tenant").asText().equals(tenant)
                && entry.path("act").asText().equals(act)
                && entry.toString().contains('"' + word + '"');
    }

    private static long count(List<Load.Sent> sent, int status) {
        return sent.stream().filter(one -> one.status() == status).count();
    }

    private static Set<Integer> statuses(List<Load.Sent> sent) {
        return sent.stream().map(Load.Sent::status).collect(Collectors.toSet());
    }

    private Load load(String path) {
        return new Load(
                tenant,
                server.port().orElseThrow(),
                path,
                n -> "{\"secret\":\"CANARY " + n + "\"}");
    }

    private void route(Backend stopped, Backend other) throws IOException {
        Files.createDirectories(ProxyProfile.FILE.getParent());
        Files.writeString(
                ProxyProfile.FILE,
                "routes:\n"
                        + route("stopped", stopped)
                        + route("other", other)
                        + route("last", other));
        server.lookAgain();
    }

    /// Its answers are read whole, so that none can break off on its way.
    private static String route(String name, Backend upstream) {
        return """
          - name: NAME
            method: POST
            path: /NAME
            upstream: "UPSTREAM"
            request: [{field: $.secret, action: redact}]
            response: [{field: $.secret, action: redact, missing: pass}]
        """
                .replace("NAME", name)
                .replace("UPSTREAM", upstream.address());
    }
}
