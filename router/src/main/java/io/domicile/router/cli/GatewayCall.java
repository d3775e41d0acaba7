// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.domicile.router.auth.TwoPersons;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Calls a running gateway as an operator: options that commands share.
final class GatewayCall {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--url",
            defaultValue = "http://localhost:8080",
            description = "the gateway (default: ${DEFAULT-VALUE})")
    private URI url = URI.create("http://localhost:8080");

    @Option(
            names = "--token-file",
            description = {
                "holds an operator's token; without it, one is signed that the gateway",
                "of the development profile takes"
            })
    private @Nullable Path tokenFile;

    GatewayCall() {}

    /// What a gateway answered.
    ///
    /// @param status the HTTP status
    /// @param body its JSON
    record Answer(int status, JsonNode body) {

        boolean isFine() {
            return status < 300;
        }

        /// Prints it, or why it is no.
        ///
        /// @param asJson whether to print the gateway's own words
        /// @param say the answer in words
        /// @param next what to run after a no
        /// @return the exit code
        int print(boolean asJson, Function<JsonNode, String> say, String next) {
            if (asJson) {
                System.out.println(body.toPrettyString());
            } else if (isFine()) {
                System.out.println(say.apply(body));
            } else {
                System.err.printf("domicile: %s%nTry: %s%n", body.path("detail").asText(), next);
            }
            return isFine() ? 0 : 1;
        }
    }

    /// Sends a request without a body.
    ///
    /// @throws IllegalStateException if no gateway answers, or it cannot now
    Answer send(String method, String path) {
        return send(method, path, PATIENCE);
    }

    /// As [#send(String, String)].
    ///
    /// @param patience how long the answer may take
    Answer send(String method, String path, Duration patience) {
        return send(request(path), method, patience);
    }

    /// As [#send(String, String)], with what another operator was given for it.
    Answer approved(String method, String path, Optional<String> approval) {
        var request = request(path);
        approval.ifPresent(given -> request.header(TwoPersons.HEADER, given));
        return send(request, method, PATIENCE);
    }

    private Answer send(HttpRequest.Builder request, String method, Duration patience) {
        try {
            var answer = exchange(request, method, patience);
            var body = Json.MAPPER.readTree(answer.body());
            if (answer.statusCode() == 401 || answer.statusCode() >= 500) {
                throw new IllegalStateException(url + ": " + body.path("detail").asText());
            }
            return new Answer(answer.statusCode(), body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(url + " is no gateway", e);
        }
    }

    /// Gets a page that is there.
    ///
    /// @throws IllegalStateException if no gateway answers, or it does not give it out
    String page(String path) {
        var answer = exchange(request(path), "GET", PATIENCE);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(url + " answers with " + answer.statusCode());
        }
        return answer.body();
    }

    /// A request, to be sent as its sender sees fit.
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + token());
    }

    private HttpResponse<String> exchange(
            HttpRequest.Builder begun, String method, Duration patience) {
        var request =
                begun.timeout(patience).method(method, HttpRequest.BodyPublishers.noBody()).build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no gateway answers at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String token() {
        if (tokenFile == null) {
            return DevelopmentKey.in(Main.home())
                    .token(Roles.OPERATOR, "operator", "in-region", Duration.ofMinutes(5));
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException _) {
            throw new Usage("cannot read " + tokenFile);
        }
    }
}
