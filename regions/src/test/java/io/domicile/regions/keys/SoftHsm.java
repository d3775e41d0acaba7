// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// SoftHSM2's tokens for tests. The module reads `SOFTHSM2_CONF` and its tokens once per process,
/// so all are made before the first is opened.
public final class SoftHsm {

    static final String PIN = "pin-of-a-test-1234";

    private static final String READY = "domicile.test.softhsm";
    private static final int TOKENS = 8;

    private SoftHsm() {}

    /// An empty token that no other test takes; skips the test where there is no SoftHSM2.
    public static TokenKeys.Place token() {
        var library =
                find(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib64/pkcs11/libsofthsm2.so",
                        "/usr/local/lib/softhsm/libsofthsm2.so",
                        "/opt/homebrew/lib/softhsm/libsofthsm2.so");
        var configuration = System.getenv("SOFTHSM2_CONF");
        assumeTrue(library != null, "SoftHSM2 is not installed: apt install softhsm2");
        assumeTrue(configuration != null, "SOFTHSM2_CONF is not set: run by Maven");
        return take(Path.of(library), Path.of(configuration));
    }

    private static TokenKeys.Place take(Path library, Path configuration) {
        // Test classes come by several class loaders, and there is one module.
        synchronized (SoftHsm.class.getName().intern()) {
            try {
                var folder = configuration.toAbsolutePath().resolveSibling("softhsm");
                if (System.getProperty(READY) == null) {
                    System.setProperty(READY, make(folder, configuration));
                }
                var slots = System.getProperty(READY);
                int comma = slots.indexOf(',');
                System.setProperty(READY, slots.substring(comma + 1));
                var pin = Files.writeString(folder.resolve("pin"), PIN + "\n");
                return new TokenKeys.Place(library, Long.parseLong(slots.substring(0, comma)), pin);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Makes the tokens; gives the ids of their slots.
    private static String make(Path folder, Path configuration) throws IOException {
        var tokens = Files.createDirectories(folder.resolve(UUID.randomUUID().toString()));
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
        var slots = new StringBuilder();
        for (int i = 0; i < TOKENS; i++) {
            var said =
                    run(
                            "softhsm2-util",
                            "--init-token",
                            "--free",
                            "--label",
                            "token-" + i,
                            "--so-pin",
                            PIN,
                            "--pin",
                            PIN);
            slots.append(number(said)).append(',');
        }
        return slots.toString();
    }

    private static String number(String said) {
        return Pattern.compile("slot (\\d+)")
                .matcher(said)
                .results()
                .map(MatchResult::group)
                .map(slot -> slot.substring("slot ".length()))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError(said));
    }

    private static String run(String... command) throws IOException {
        var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static @Nullable String find(String... candidates) {
        return Stream.of(candidates)
                .filter(file -> Files.exists(Path.of(file)))
                .findFirst()
                .orElse(null);
    }
}
