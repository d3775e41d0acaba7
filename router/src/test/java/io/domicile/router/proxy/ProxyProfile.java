// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A gateway whose proxy reads its routes from a file that tests write.
public class ProxyProfile implements QuarkusTestProfile {

    static final Path FILE = Path.of("target", "proxy", "proxy.yaml");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "domicile.proxy.file",
                FILE.toString(),
                "domicile.proxy.max-body",
                "64K",
                "domicile.proxy.reload",
                "1H");
    }
}
