// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A witness over HTTP.
///
/// @param http what connections are kept in
/// @param prefix its submission prefix; a witness that serves checkpoints elsewhere serves none
/// @param timeout how long an answer may take
record FarWitness(HttpClient http, URI prefix, Duration timeout) implements WitnessAddress {

    /// More than any answer has: cosignatures, or a checkpoint.
    private static final int MOST = 64 * 1024;

    /// The client that all of them share.
    static HttpClient client(Duration timeout) {
        return HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Reply add(byte[] body) throws IOException, InterruptedException {
        var request =
                request("add-checkpoint")
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        var answer = send(request);
        return new Reply(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> checkpoint(String hash) throws IOException, InterruptedException {
        var request = request(hash + "/checkpoint").build();
        var answer = send(request);
        return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        var base = prefix.toString();
        var address = URI.create(base + (base.endsWith("/") ? "" : "/") + path);
        return HttpRequest.newBuilder(address);
    }

    /// A timeout of the request itself would end with the answer's head.
    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        var answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException e) {
            throw new IOException("no answer", e);
        }
    }
}
