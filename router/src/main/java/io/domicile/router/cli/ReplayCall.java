// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks a gateway for a replay.
///
/// @param url where the gateway is
/// @param token who asks
/// @param scope the parameters of the call
record ReplayCall(String url, String token, Map<String, String> scope) {

    private static final String PATH = "/v1/policies/replay";
    private static final String TOKEN = "./domicile token --role operator --tenant demo";
    private static final String HELP = "./domicile help policy replay";

    /// Sends the bundle and waits for the report.
    ///
    /// @throws Stopped if there is none
    JsonNode send(byte[] bundle, ProgressBar bar) {
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            var answer = http.send(request(bundle), BodyHandlers.ofLines());
            return answer.statusCode() == 200 ? report(answer.body(), bar) : refused(answer);
        } catch (IOException | UncheckedIOException e) {
            throw new Stopped(Main.UNAVAILABLE, "no gateway answers at " + url, "./domicile serve");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw again("interrupted");
        } finally {
            bar.clear();
        }
    }

    private HttpRequest request(byte[] bundle) {
        try {
            return HttpRequest.newBuilder(URI.create(url + PATH + query()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/gzip")
                    .header("Accept", "application/x-ndjson")
                    .POST(BodyPublishers.ofByteArray(bundle))
                    .build();
        } catch (IllegalArgumentException _) {
            throw new Usage("--url is for instance http://127.0.0.1:8080, and a token is one word");
        }
    }

    private String query() {
        return scope.isEmpty()
                ? ""
                : scope.entrySet().stream()
                        .map(parameter ->
                                parameter.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static JsonNode report(Stream<String> lines, ProgressBar bar) {
        try (lines) {
            for (var line : (Iterable<String>) lines::iterator) {
                var json = json(line);
                if (json.has("problem")) {
                    throw again("the gateway failed: " + json.at("/problem/detail").asText());
                }
                if (!json.has("progress")) {
                    return json;
                }
                var progress = json.path("progress");
                bar.draw(progress.path("done").asLong(), progress.path("total").asLong());
            }
        }
        throw again("the gateway ended the replay before its report");
    }

    private static JsonNode refused(HttpResponse<Stream<String>> answer) {
        int status = answer.statusCode();
        var problem = json(answer.body().collect(Collectors.joining()));
        var detail = problem.path("detail").asText("the gateway answers with status " + status);
        throw switch (status) {
            case 401, 403 -> new Stopped(Main.USAGE, detail, TOKEN);
            case 422 ->
                    new Stopped(
                            Main.USAGE,
                            detail,
                            problem.path("code").asText().equals("bundle_refused")
                                    ? "./domicile policy sign"
                                    : HELP);
            default -> status < 500 ? new Stopped(Main.USAGE, detail, HELP) : again(detail);
        };
    }

    private static Stopped again(String message) {
        return new Stopped(Main.UNAVAILABLE, message, HELP);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw again("what answers there is no gateway");
        }
    }
}
