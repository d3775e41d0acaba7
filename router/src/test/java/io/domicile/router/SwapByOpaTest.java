// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The same when an OPA server decides, which fetches its bundles from the gateway every second.
@QuarkusTest
@TestProfile(SwapByOpaTest.DecidedByReader.class)
class SwapByOpaTest extends SwapTest {

    private @Nullable Process opa;

    /// A gateway that takes signed bundles and asks an OPA server which the test starts.
    public static final class DecidedByReader extends BundleResourceTest.SignedBundles {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            settings.put("domicile.policies.engine", "opa");
            settings.put(
                    "domicile.policies.opa-url", "http://127.0.0.1:" + OpaServer.freePort() + "/");
            settings.put("domicile.policies.opa-timeout", "10S");
            return settings;
        }
    }

    @BeforeEach
    void opa_has_the_bundle_of_the_gateway() throws Exception {
        OpaServer.assumeFound();
        var url = ConfigProvider.getConfig().getValue("domicile.policies.opa-url", URI.class);
        opa = OpaServer.run(url.getPort(), "--config-file=" + BundleResourceTest.opaConfig());
        BundleResourceTest.awaitBundle(url.getPort());
    }

    @AfterEach
    void opa_ends() {
        if (opa != null) {
            opa.destroyForcibly();
        }
    }
}
