// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A gateway whose proxy speaks TLS on both sides, and wants and shows certificates on both.
public final class TlsProfile extends ProxyProfile {

    static final Path FOLDER = FILE.resolveSibling("tls");

    /// Who signs callers' certificates and the proxy's own towards them.
    static final Authority OUTSIDE = new Authority("outside");

    /// Who signs upstreams' certificates and the proxy's own towards them.
    static final Authority INSIDE = new Authority("inside");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Authority.write(OUTSIDE.issue("proxy", "127.0.0.1"), FOLDER, "front");
        Authority.write(INSIDE.issue("proxy", "127.0.0.1"), FOLDER, "back");
        var overrides = new HashMap<>(super.getConfigOverrides());
        side(overrides, "domicile.proxy.tls.", "front", OUTSIDE, "outside.crt");
        side(overrides, "domicile.proxy.upstream.", "back", INSIDE, "inside.crt");
        return overrides;
    }

    private static void side(
            Map<String, String> overrides,
            String prefix,
            String own,
            Authority authority,
            String file) {
        overrides.put(prefix + "certificate", FOLDER.resolve(own + ".crt").toString());
        overrides.put(prefix + "key", FOLDER.resolve(own + ".key").toString());
        overrides.put(prefix + "ca", authority.write(FOLDER.resolve(file)).toString());
    }
}
