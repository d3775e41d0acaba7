// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void a_destroyed_kek_opens_nothing_and_the_next_one_goes_on() {
        // given
        var region = RegionId.of("de");
        Objects.requireNonNull(engine).create("de");
        var keys = open(region);
        var old = keys.keks().getLast();
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, new byte[64]);

        // when
        var next = keys.makeKek();
        var rewrapped = keys.wrap(next, OWNER, keys.unwrap(old, OWNER, wrapped));
        assertEquals(List.of(old, next), keys.keks());
        keys.destroyKek(old);

        // then
        assertEquals(List.of(next), keys.keks());
        assertThrows(KeysUnusable.class, () -> keys.unwrap(old, OWNER, wrapped));
        assertThrows(KeysUnusable.class, () -> keys.wrap(old, OWNER, new byte[64]));
        assertArrayEquals(new byte[64], open(region).unwrap(next, OWNER, rewrapped));
        assertEquals(next, open(region).keks().getLast());
    }
}
