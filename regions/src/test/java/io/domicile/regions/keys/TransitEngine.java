// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What an operator does in a transit secrets engine before a region's keys are there.
///
/// @param url the server
/// @param mount where its engine is
/// @param tokenFile the token
public record TransitEngine(URI url, String mount, Path tokenFile) {

    /// The engine of a [TransitServer].
    public static TransitEngine of(TransitServer server, Path folder) {
        return new TransitEngine(server.url(), "transit", token(folder, TransitServer.TOKEN));
    }

    /// A real one.
    static TransitEngine of(String url, String mount, String token, Path folder) {
        return new TransitEngine(URI.create(url), mount, token(folder, token));
    }

    TransitPlace place() {
        return new TransitPlace(
                url,
                mount,
                Optional.empty(),
                Optional.of(tokenFile),
                "NONE",
                Optional.empty(),
                Duration.ofSeconds(5));
    }

    /// Makes a region's keys.
    public void create(String region) {
        var name = "keys/domicile-" + region;
        post(name + "-kek", "{\"type\":\"aes256-gcm96\"}");
        post(name + "-mac", "{\"type\":\"hmac\",\"key_size\":32}");
        post(name + "-log", "{\"type\":\"ed25519\"}");
        post(name + "-witness", "{\"type\":\"ed25519\"}");
    }

    void post(String path, String body) {
        var request =
                HttpRequest.newBuilder(place().at(path))
                        .header("X-Vault-Token", place().token())
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(path + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path token(Path folder, String token) {
        try {
            return Files.writeString(folder.resolve("token"), token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
