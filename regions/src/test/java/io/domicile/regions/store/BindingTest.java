// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.log.Shards;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingTest {

    private static final RegionId NL = RegionId.of("nl");
    private static final RegionId CN = RegionId.of("cn");

    @TempDir static Path home;
    private static FreshDatabase database;
    private static Database owner;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
        owner = database.owner();
        Binding.check(owner, NL, keys(NL, "first"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void the_database_of_another_region_is_refused() {
        // when
        var refused =
                assertThrows(
                        ResidenceUnavailable.class,
                        () -> Binding.check(owner, CN, keys(CN, "first")));

        // then
        var message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("region nl") && message.contains("regions.cn.jdbc-url"));
    }

    @Test
    void a_database_of_other_keys_is_refused() {
        // when
        var refused =
                assertThrows(
                        ResidenceUnavailable.class,
                        () -> Binding.check(owner, NL, keys(NL, "second")));

        // then
        assertTrue(String.valueOf(refused.getMessage()).contains("regions.nl.key-store"));
        assertDoesNotThrow(() -> Binding.check(owner, NL, keys(NL, "first")));
    }

    @Test
    void the_log_of_another_region_is_not_taken_over() {
        // given
        begin("nl");

        // then
        assertThrows(ResidenceUnavailable.class, () -> begin("cn"));
        assertThrows(ResidenceUnavailable.class, () -> begin("n"));
    }

    private static Shards begin(String region) {
        var folder = home.resolve("log");
        return Shards.begin(owner, "audit.test/" + region, folder, Clock.systemUTC());
    }

    private static KeyStoreFile keys(RegionId region, String name) {
        var file = home.resolve(name + "-" + region + ".p12");
        var password = home.resolve(name + "-" + region + ".password");
        return KeyStoreFile.find(region, Suite.AES_256_GCM, file, password, true);
    }
}
