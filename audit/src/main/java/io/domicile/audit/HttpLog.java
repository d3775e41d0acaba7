// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/// A log behind an `http` or `https` prefix.
///
/// Only 404 means that a file is not there. What may pass (no connection, 429, 5xx) is tried three
/// times; anything else makes the log unavailable.
public final class HttpLog implements LogReader {
    private static final int ATTEMPTS = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
    private final String prefix;

    /// @param prefix the log's address, with or without a slash at its end
    public HttpLog(URI prefix) {
        this.prefix = prefix.toString().replaceFirst("/*$", "/");
    }

    @Override
    public Optional<byte[]> read(String name) {
        var request =
                HttpRequest.newBuilder(URI.create(prefix + name)).timeout(ANSWER_TIMEOUT).build();
        for (var attempt = 1; ; attempt++) {
            try {
                var response = send(request);
                if (response.statusCode() == 200) {
                    return Optional.of(body(response));
                }
                if (response.statusCode() == 404) {
                    return Optional.empty();
                }
                if (attempt == ATTEMPTS || !mayPass(response.statusCode())) {
                    throw new LogFailure.Unavailable(
                            request.uri() + " answers " + response.statusCode());
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new LogFailure.Unavailable("cannot read " + request.uri(), e);
                }
            }
            pause(attempt);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        var limited = BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_FILE_BYTES);
        var answer = client.sendAsync(request, limited);
        try {
            // the request's own timeout ends with the headers; this one holds for the body as well
            return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no whole answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw interrupted(e);
        }
    }

    /// Bundles may be served compressed without having been asked for.
    private static byte[] body(HttpResponse<byte[]> response) throws IOException {
        if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            return response.body();
        }
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return plain.readNBytes(MAX_FILE_BYTES + 1);
        }
    }

    private static boolean mayPass(int status) {
        return status == 429 || status >= 500;
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(PAUSE.multipliedBy(attempt));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LogFailure.Unavailable interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LogFailure.Unavailable("interrupted", cause);
    }
}
