// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// The policy server dies or hangs under load, and comes back.
@QuarkusTest
@TestProfile(OpaAwayTest.DecidedByAnother.class)
class OpaAwayTest {

    /// A gateway that asks an OPA server which the test starts.
    public static final class DecidedByAnother implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "domicile.policies.engine",
                    "opa",
                    "domicile.policies.opa-url",
                    "http://127.0.0.1:" + OpaServer.freePort() + "/",
                    "domicile.policies.opa-timeout",
                    "3S");
        }
    }

    private final String tenant = "killed-" + UUID.randomUUID();

    /// Takes the policy server away, or brings it back.
    private interface Change {
        void make() throws Exception;
    }

    @Test
    void without_opa_every_answer_is_a_503_even_to_what_was_decided_before() throws Exception {
        // given
        OpaServer.assumeFound();
        int port = port();
        var first = OpaServer.withBundle(port);
        var running = new AtomicReference<>(first);
        try {
            // when, then
            assertRefusedWhile(
                    () -> first.destroyForcibly().waitFor(),
                    () -> running.set(OpaServer.withBundle(port)));
        } finally {
            running.get().destroyForcibly();
        }
    }

    @Test
    void an_opa_that_hangs_is_as_good_as_none_until_it_wakes() throws Exception {
        // given
        OpaServer.assumeFound();
        var opa = OpaServer.withBundle(port());
        try {
            // when, then
            var process = List.of(opa.toHandle());
            assertRefusedWhile(
                    () -> ShakyGround.signal("STOP", process),
                    () -> ShakyGround.signal("CONT", process));
        } finally {
            opa.destroyForcibly();
        }
    }

    private void assertRefusedWhile(Change away, Change there) throws Exception {
        Api.awaitReadiness(200);
        try (var load = new Load(tenant, "/v1/records", _ -> Examples.GERMAN_TEXT)) {
            load.await(201, 50);

            // when
            away.make();
            Api.awaitReadiness(503);
            long gone = System.nanoTime();
            Api.post(tenant, Examples.GERMAN_TEXT).then().statusCode(503);
            load.await(503, 20);
            long back = System.nanoTime();
            there.make();
            Api.awaitReadiness(200);
            long ready = System.nanoTime();
            load.await(201, 50);

            // then
            var sent = load.stop();
            assertEquals(Set.of(201, 503), statuses(sent, _ -> true));
            assertEquals(
                    Set.of(503), statuses(sent, one -> one.at() > gone && one.answered() < back));
            assertEquals(Set.of(201), statuses(sent, one -> one.at() > ready));
            long refused = sent.stream().filter(one -> one.status() == 503).count() + 1;
            long stored = sent.stream().filter(one -> one.status() == 201).count() + 1;
            String last = Api.post(tenant, Examples.GERMAN_TEXT).path("audit.entry");
            AuditLogs.entry("nl", last);
            var acts =
                    AuditLogs.entries("nl").stream()
                            .filter(entry -> entry.path("tenant").asText().equals(tenant))
                            .collect(groupingBy(entry -> entry.path("act").asText(), counting()));
            assertEquals(Map.of("deny", refused, "store", stored), acts);
        }
    }

    private static int port() {
        return ConfigProvider.getConfig()
                .getValue("domicile.policies.opa-url", URI.class)
                .getPort();
    }

    private static Set<Integer> statuses(List<Load.Sent> sent, Predicate<Load.Sent> which) {
        return sent.stream().filter(which).map(Load.Sent::status).collect(Collectors.toSet());
    }
}
