// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Against the OpenBao or Vault server that `DOMICILE_TRANSIT_URL` and `DOMICILE_TRANSIT_TOKEN`
/// name, for instance `bao server -dev`, in an engine of its own.
class RealTransitKeysTest implements RegionKeysContract {

    @TempDir static @Nullable Path folder;

    private static @Nullable TransitEngine engine;

    @BeforeAll
    static void mount() {
        var url = Optional.ofNullable(System.getenv("DOMICILE_TRANSIT_URL"));
        var token = Optional.ofNullable(System.getenv("DOMICILE_TRANSIT_TOKEN"));
        assumeTrue(
                url.isPresent() && token.isPresent() && folder != null,
                "no OpenBao or Vault server: set DOMICILE_TRANSIT_URL and DOMICILE_TRANSIT_TOKEN");
        var mount = "domicile-" + UUID.randomUUID();
        var root = folder;
        if (root != null) {
            TransitEngine.of(url.get(), "sys/mounts", token.get(), root)
                    .post(mount, "{\"type\":\"transit\"}");
            var made = TransitEngine.of(url.get(), mount, token.get(), root);
            made.create("nl");
            made.create("sg");
            engine = made;
        }
    }

    @Override
    public TransitKeys open(RegionId region) {
        var place = Objects.requireNonNull(engine).place();
        return TransitKeys.open(region, Suite.AES_256_GCM, place, false);
    }

    @Override
    public void create(RegionId region) {
        Objects.requireNonNull(engine).create(region.code());
    }
}
