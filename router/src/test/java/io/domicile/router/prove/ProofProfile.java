// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// A gateway in an empty home, where nobody has put anything in a wrong place.
public class ProofProfile implements QuarkusTestProfile {

    private static final Path HOME = Path.of("target", "proof-home").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        empty();
        return new HashMap<>(Map.of("domicile.home", HOME.toString()));
    }

    private static void empty() {
        if (Files.exists(HOME)) {
            try (var files = Files.walk(HOME)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The same that proves by itself, with the settings of production for tenants.
    public static final class Scheduled extends ProofProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = super.getConfigOverrides();
            overrides.put("domicile.prove.every", "2S");
            overrides.put("domicile.default-tenant", "nobody");
            return overrides;
        }
    }
}
