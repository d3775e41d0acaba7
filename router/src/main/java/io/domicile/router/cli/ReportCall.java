// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Asks a gateway for a report.
///
/// @param url where the gateway is
/// @param token who asks
/// @param kind which report
/// @param parameters the parameters of the call
/// @param subject whom it is about, where it is about one person
record ReportCall(
        String url,
        String token,
        String kind,
        Map<String, String> parameters,
        Optional<String> subject) {

    private static final String TOKEN = "./domicile token --role compliance --tenant demo";
    private static final String HELP = "./domicile help report";

    /// What to do with the bytes of a report.
    interface Taker {
        void take(InputStream report) throws IOException;
    }

    /// Sends the order and hands the report on as it comes.
    ///
    /// @throws Stopped if there is none
    void send(Taker taker) {
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            var answer = http.send(request(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw refused(answer.statusCode(), body);
                }
                taker.take(body);
            }
        } catch (FileSystemException e) {
            throw new Usage("cannot write " + e.getFile());
        } catch (IOException e) {
            throw new Stopped(
                    Main.UNAVAILABLE, "no report came from " + url + " whole", "./domicile serve");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Main.UNAVAILABLE, "interrupted", HELP);
        }
    }

    private HttpRequest request() {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url + "/v1/reports/" + kind + query()))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("Authorization", "Bearer " + token);
            return subject.map(person ->
                            request.header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body(person))))
                    .orElse(request)
                    .build();
        } catch (IllegalArgumentException _) {
            throw new Usage("--url is for instance http://127.0.0.1:8080, and a token is one word");
        }
    }

    private static String body(String person) {
        return Json.MAPPER.createObjectNode().put("subject", person).toString();
    }

    private String query() {
        return parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey()
                                + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static Stopped refused(int status, InputStream body) throws IOException {
        var detail = "the gateway answers with status " + status;
        try {
            detail = Json.MAPPER.readTree(body).path("detail").asText(detail);
        } catch (JsonProcessingException e) {
            return new Stopped(Main.UNAVAILABLE, "what answers there is no gateway", HELP);
        }
        return switch (status) {
            case 401, 403 -> new Stopped(Main.USAGE, detail, TOKEN);
            case 451 -> new Stopped(1, detail, "./domicile help policy");
            default -> new Stopped(status < 500 ? Main.USAGE : Main.UNAVAILABLE, detail, HELP);
        };
    }
}
