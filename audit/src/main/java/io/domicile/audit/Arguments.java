// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The arguments of [Verify].
///
/// @param target the log's directory or address
/// @param key the key that was given, if one was
record Arguments(String target, Optional<NoteVerifier> key, boolean json, boolean help) {
    private static final int MAX_KEY_BYTES = 10_000;

    /// @throws IllegalArgumentException with a sentence for the user
    static Arguments parse(String[] args) {
        var rest = new ArrayList<>(Arrays.asList(args));
        var help = rest.removeAll(List.of("--help", "-h"));
        var json = rest.removeAll(List.of("--json"));
        var key = takeKey(rest).map(Arguments::key);
        if (help) {
            return new Arguments("", key, json, true);
        }
        if (rest.size() != 1 || rest.getFirst().startsWith("-")) {
            throw new IllegalArgumentException(
                    rest.isEmpty()
                            ? "Which log? Give its directory or address."
                            : "Not understood: " + String.join(" ", rest));
        }
        if (!isLog(rest.getFirst())) {
            throw new IllegalArgumentException(
                    "Not a log's directory or address: " + rest.getFirst());
        }
        return new Arguments(rest.getFirst(), key, json, false);
    }

    /// @throws LogFailure.Unavailable if there is no such directory
    LogReader log() {
        if (isAddress()) {
            return new HttpLog(URI.create(target));
        }
        var directory = Path.of(target);
        if (!Files.isDirectory(directory)) {
            throw new LogFailure.Unavailable("there is no directory " + target);
        }
        return new TileFiles(directory);
    }

    /// Whether the target is an address, not a directory.
    boolean isAddress() {
        return isAddress(target);
    }

    private static boolean isAddress(String target) {
        return target.startsWith("http://") || target.startsWith("https://");
    }

    private static boolean isLog(String target) {
        if (!isAddress(target)) {
            return !Path.of(target).toString().isEmpty();
        }
        var address = URI.create(target);
        return address.getHost() != null && address.getQuery() == null;
    }

    private static Optional<String> takeKey(ArrayList<String> rest) {
        var at = rest.indexOf("--key");
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == rest.size()) {
            throw new IllegalArgumentException("--key needs a public key, or a file with one.");
        }
        rest.remove(at);
        return Optional.of(rest.remove(at));
    }

    private static NoteVerifier key(String given) {
        return NoteVerifier.parse(given)
                .or(() -> keyIn(Path.of(given)))
                .orElseThrow(() -> noKey(given));
    }

    private static Optional<NoteVerifier> keyIn(Path file) {
        try (var content = Files.newInputStream(file)) {
            return Verification.parseKey(content.readNBytes(MAX_KEY_BYTES));
        } catch (IOException e) {
            throw noKey(file.toString());
        }
    }

    private static IllegalArgumentException noKey(String given) {
        return new IllegalArgumentException(
                "Neither a public key (name+id+base64) nor a file with one: " + given);
    }
}
