// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Load.Sent;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Load on all three regions while something of one of them is away, and what must hold then.
final class OutageDrill implements AutoCloseable {

    private static final Map<String, String> RECORDS =
            Map.of(
                    "cn",
                    Examples.MAINLAND_POINT.replace("Longyang Road", "Hallo"),
                    "nl",
                    Examples.GERMAN_TEXT,
                    "sg",
                    Examples.SINGAPORE_TEXT);
    private static final int SUBJECTS = 50;
    private static final int READERS = 16;

    private final String tenant = "outage-" + UUID.randomUUID();
    private final String region;
    private final Map<String, Load> loads = new TreeMap<>();
    private long gone = Long.MAX_VALUE;
    private long back = Long.MIN_VALUE;
    private long ready = Long.MAX_VALUE;

    /// Begins the load.
    ///
    /// @param region where something will be away
    OutageDrill(String region) {
        this.region = region;
        RECORDS.keySet()
                .forEach(at -> loads.put(at, new Load(tenant, "/v1/records", n -> record(at, n))));
        loads.values().forEach(load -> load.await(201, 100));
    }

    /// Waits until callers of the region are refused, and others still are not.
    void awaitRefused(int times) {
        load(region).await(503, times);
        others().forEach(load -> load.await(201, 50));
    }

    /// Waits until the gateway says of the region that it is down.
    void awaitDown() {
        awaitReadiness(503, "down");
        gone = System.nanoTime();
    }

    /// Waits for refusals. Since the gateway said that the region is down, and until the end of
    /// this call, nobody may be told that something is stored there.
    ///
    /// @param code why
    void awaitAllRefused(String code) {
        awaitRefused(20);
        Api.post(tenant, record(region, 0))
                .then()
                .statusCode(503)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", notNullValue())
                .body("code", equalTo(code));
        back = System.nanoTime();
    }

    /// Waits until the gateway says that all is well. From now on nobody may be refused.
    void awaitUp() {
        awaitReadiness(200, "up");
        ready = System.nanoTime();
        loads.values().forEach(load -> load.await(201, 100));
    }

    /// Ends the load. Whatever was acknowledged is there, readable, and in the signed log, once;
    /// whatever is there is in the log; and nothing is in another region.
    ///
    /// @return the ids of the region's acknowledged records, in the order of their requests
    List<String> assertNothingLost() throws Exception {
        var ids = new ArrayList<String>();
        for (var at : loads.keySet()) {
            var sent = load(at).stop();
            assertAnswers(at, sent);
            var acknowledged = sent.stream().filter(one -> one.status() == 201).toList();
            assertLogged(at, acknowledged);
            if (at.equals(region)) {
                assertReadable(acknowledged);
                acknowledged.forEach(one -> ids.add(id(one)));
            }
        }
        return ids;
    }

    private void assertAnswers(String at, List<Sent> sent) {
        if (!at.equals(region)) {
            assertEquals(Set.of(201), statuses(sent, _ -> true), at);
            return;
        }
        assertEquals(Set.of(201, 503), statuses(sent, _ -> true));
        assertTrue(
                Set.of(503)
                        .containsAll(
                                statuses(sent, one -> one.at() > gone && one.answered() < back)));
        assertEquals(Set.of(201), statuses(sent, one -> one.at() > ready));
        var codes =
                sent.stream()
                        .filter(one -> one.status() == 503)
                        .map(one -> json(one).path("code").asText())
                        .collect(Collectors.toSet());
        assertTrue(
                Set.of("region_unavailable", "audit_backlog").containsAll(codes), codes::toString);
    }

    private void assertLogged(String at, List<Sent> acknowledged) throws Exception {
        String last = Api.post(tenant, record(at, 0)).path("audit.entry");
        AuditLogs.entry(at, last);
        var published = new HashSet<String>();
        for (var entry : AuditLogs.entries(at)) {
            if (isStore(entry)) {
                assertTrue(published.add(entry.path("id").asText()), "an entry is there twice");
            }
        }
        var expected =
                acknowledged.stream()
                        .map(one -> json(one).path("audit").path("entry").asText())
                        .collect(Collectors.toSet());
        assertEquals(acknowledged.size(), expected.size());
        assertTrue(published.containsAll(expected), "an acknowledged record has no entry");
        var stored =
                RegionDatabase.query(at, "select count(*) from record where tenant = ?", tenant);
        assertEquals(stored, Integer.toString(published.size()), "records and entries of " + at);
        if (!at.equals(region)) {
            assertEquals(expected.size() + 1, published.size(), "what nobody stored is in " + at);
        }
        AuditLogs.assertVerifies(at);
    }

    private boolean isStore(JsonNode entry) {
        return entry.path("tenant").asText().equals(tenant)
                && entry.path("act").asText().equals("store");
    }

    private void assertReadable(List<Sent> acknowledged) throws Exception {
        var token =
                DevelopmentKey.in(Api.home())
                        .token(Roles.SERVICE, tenant, "in-region", Duration.ofHours(1));
        try (var client = HttpClient.newHttpClient();
                var readers = Executors.newFixedThreadPool(READERS)) {
            var read = new ArrayList<Future<?>>();
            for (var one : acknowledged) {
                read.add(readers.submit(() -> assertReadable(client, token, one)));
            }
            for (var one : read) {
                one.get();
            }
        }
    }

    private @Nullable Void assertReadable(HttpClient client, String token, Sent one)
            throws Exception {
        var address = "http://localhost:" + RestAssured.port + "/v1/records/" + id(one);
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + token)
                        .header("Purpose", "navigation")
                        .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(
                answer.body().contains('"' + text(region, one.n()) + '"'),
                "another record came back");
        return null;
    }

    private void awaitReadiness(int status, String state) {
        Map<String, String> states =
                Api.awaitReadiness(status).path("checks.find { it.name == 'regions' }.data");
        for (var at : states.entrySet()) {
            var expected = at.getKey().equals(region) ? state : "up";
            assertTrue(at.getValue().startsWith(expected), at::toString);
        }
    }

    private static Set<Integer> statuses(List<Sent> sent, Predicate<Sent> which) {
        return sent.stream().filter(which).map(Sent::status).collect(Collectors.toSet());
    }

    private static JsonNode json(Sent one) {
        try {
            return Json.MAPPER.readTree(one.body());
        } catch (IOException e) {
            throw new AssertionError(one.body(), e);
        }
    }

    private static String id(Sent one) {
        return json(one).path("id").asText();
    }

    private Load load(String at) {
        return loads.getOrDefault(at, loads.values().iterator().next());
    }

    private List<Load> others() {
        return loads.entrySet().stream()
                .filter(load -> !load.getKey().equals(region))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String record(String at, int n) {
        return RECORDS.getOrDefault(at, "")
                .replace("u-", "u-" + n % SUBJECTS + "-")
                .replace("Hallo", text(at, n));
    }

    private static String text(String at, int n) {
        return at + " " + n;
    }

    @Override
    public void close() {
        loads.values().forEach(Load::close);
    }
}
