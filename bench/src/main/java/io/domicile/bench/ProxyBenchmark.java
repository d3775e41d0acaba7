// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/// What the inline proxy adds to a call: the same request to a service, at once, through a route
/// without rules, and through one that changes three fields, whose audit row is on the disk before
/// the request goes on. They take turns.
final class ProxyBenchmark {

    /// The property that names the gateway's jar.
    static final String APP = "domicile.app";

    private static final double GOAL = 1000;
    private static final double GOAL_P99 = 10 * GOAL;

    private static final String BODY =
            """
            {"query":"charger with coffee","position":{"lat":52.3731,"lon":4.8926,"accuracy":5},
             "user":{"id":"u-1842","name":"Jansen"},"filler":"%s"}
            """
                    .formatted("x".repeat(800));

    private final ProxyGround ground;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<List<Long>> times =
            List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private ProxyBenchmark(ProxyGround ground) {
        this.ground = ground;
    }

    /// The figures; none without the gateway's jar.
    ///
    /// @param brief whether some seconds will do
    static List<Measured> run(boolean brief) {
        var app = System.getProperty(APP, "");
        if (app.isEmpty()) {
            return List.of();
        }
        try (var ground = new ProxyGround(app)) {
            var benchmark = new ProxyBenchmark(ground);
            benchmark.calls(brief ? 2000 : 5000);
            benchmark.times.forEach(List::clear);
            benchmark.calls(brief ? 2000 : 20_000);
            return benchmark.results();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the proxy cannot be measured here", e);
        }
    }

    private void calls(int each) throws IOException, InterruptedException {
        var requests =
                List.of(
                        request(ground.service("/")),
                        request(ground.proxy("/plain")),
                        request(ground.proxy("/ruled")));
        for (int i = 0; i < each; i++) {
            for (int kind = 0; kind < requests.size(); kind++) {
                long start = System.nanoTime();
                var answer = http.send(requests.get(kind), HttpResponse.BodyHandlers.ofString());
                times.get(kind).add(System.nanoTime() - start);
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException("the proxy answers " + answer.statusCode());
                }
            }
        }
    }

    private HttpRequest request(URI address) {
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + ground.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    private List<Measured> results() {
        return List.of(
                new Reading("a direct call, p50", "us", percentile(0, 50), GOAL, true),
                added("a call through the proxy adds, p50", 1, 50, GOAL),
                added("a call through the proxy adds, p99", 1, 99, GOAL_P99),
                added("with three fields changed and audited, p50", 2, 50, GOAL),
                added("with three fields changed and audited, p99", 2, 99, GOAL_P99));
    }

    private Reading added(String name, int kind, int percent, double goal) {
        double value = percentile(kind, percent) - percentile(0, percent);
        return new Reading(name, "us", value, goal, true);
    }

    private double percentile(int kind, int percent) {
        var sorted = times.get(kind).stream().sorted().toList();
        return sorted.get((sorted.size() - 1) * percent / 100) / 1000.0;
    }
}
