// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// SoftHSM2's tokens for tests. The module reads `SOFTHSM2_CONF` and its tokens once per process,
/// so all are made before the first is opened.
public final class SoftHsm {

    static final String PIN = "pin-of-a-test-1234";

    private static final String READY = "domicile.test.softhsm";
    private static final int TOKENS = 8;

    private static final Optional<String> LIBRARY =
            Stream.of(
                            "/usr/lib/softhsm/libsofthsm2.so",
                            "/usr/lib64/pkcs11/libsofthsm2.so",
                            "/usr/local/lib/softhsm/libsofthsm2.so",
                            "/opt/homebrew/lib/softhsm/libsofthsm2.so")
                    .filter(file -> Files.exists(Path.of(file)))
                    .findFirst();

    private SoftHsm() {}

    /// An empty token that no other test takes; skips the test where there is no SoftHSM2.
    public static TokenKeys.Place token() {
        requireInstalled();
        return take(Path.of(LIBRARY.orElseThrow()), Path.of(System.getenv("SOFTHSM2_CONF")));
    }

    /// Skips the test where there is no SoftHSM2.
    public static void requireInstalled() {
        assumeTrue(
                isInstalled(),
                "no SoftHSM2: apt install softhsm2, and run by Maven, which sets SOFTHSM2_CONF");
    }

    /// Whether tokens can be had.
    public static boolean isInstalled() {
        return LIBRARY.isPresent() && System.getenv("SOFTHSM2_CONF") != null;
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
}
