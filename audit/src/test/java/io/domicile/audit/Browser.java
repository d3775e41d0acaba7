// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A headless Chromium with one page, driven by the DevTools protocol.
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final int MINUTES = 10;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final StringBuilder message = new StringBuilder();
    private String session = "";

    /// @param chromium the program
    /// @param profile an empty folder for what it keeps
    Browser(Path chromium, Path profile) throws IOException {
        this.profile = profile;
        process =
                new ProcessBuilder(
                                chromium.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--lang=en",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        socket =
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address(), this).join();
        var target = call("Target.createTarget", Map.of("url", "about:blank")).path("targetId");
        session =
                call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asText();
        call("Page.enable", Map.of());
        call("Network.enable", Map.of());
    }

    /// Opens a page in place of the one before, and waits until it is loaded.
    ///
    /// @param before a script that runs before the page's own
    void open(URI page, String before) {
        requests.clear();
        var script = call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", before));
        call("Page.navigate", Map.of("url", page.toString()));
        evaluate(
                "new Promise(done => document.readyState === 'complete' ? done(1) : addEventListener('load', () => done(1)))");
        call(
                "Page.removeScriptToEvaluateOnNewDocument",
                Map.of("identifier", script.path("identifier")));
    }

    /// The value of an expression in the page; of a promise, what it comes to.
    JsonNode evaluate(String script) {
        var answer =
                call(
                        "Runtime.evaluate",
                        Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /// Puts files, or one folder, into a file input.
    void choose(String selector, Path file) {
        var element =
                call(
                        "Runtime.evaluate",
                        Map.of("expression", "document.querySelector('%s')".formatted(selector)));
        call(
                "DOM.setFileInputFiles",
                Map.of(
                        "files", List.of(file.toString()),
                        "objectId", element.path("result").path("objectId").asText()));
    }

    /// Addresses that the page asked for, its own among them.
    List<String> requests() {
        return List.copyOf(requests);
    }

    void resize(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /// The whole page as PNG.
    byte[] picture() {
        var answer =
                call(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true));
        return Base64.getDecoder().decode(answer.path("data").asText());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try {
            // points out of the profile, which whoever deletes that would warn of
            Files.deleteIfExists(profile.resolve("SingletonSocket"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void take(String text) {
        try {
            var json = JSON.readTree(text);
            var call = open.remove(json.path("id").asInt());
            if (call != null) {
                call.complete(json);
            } else if (json.path("method").asText().equals("Network.requestWillBeSent")) {
                requests.add(json.at("/params/request/url").asText());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        var id = calls.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        open.put(id, answer);
        var request = JSON.createObjectNode().put("id", id).put("method", method);
        request.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            request.put("sessionId", session);
        }
        socket.sendText(request.toString(), true).join();
        var json = answer.orTimeout(MINUTES, TimeUnit.MINUTES).join();
        if (json.has("error")) {
            throw new IllegalStateException(method + ": " + json.path("error"));
        }
        return json.path("result");
    }

    private URI address() throws IOException {
        var lines = process.errorReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IOException("Chromium does not start");
    }
}
