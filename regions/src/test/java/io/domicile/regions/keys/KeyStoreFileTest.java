// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.seal.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreFileTest {

    private static final RegionId NL = RegionId.of("nl");

    @TempDir Path folder;

    @Test
    void without_a_key_store_nothing_starts_outside_development() {
        // when
        var refused = assertThrows(KeysUnusable.class, () -> keys(Suite.AES_256_GCM, false));

        // then
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("domicile.regions.nl.key-store"));
        assertFalse(Files.exists(folder.resolve("keys.p12")));
    }

    @Test
    void keys_made_for_development_are_refused_elsewhere() {
        // given
        keys(Suite.AES_256_GCM, true);

        // when
        var refused = assertThrows(KeysUnusable.class, () -> keys(Suite.AES_256_GCM, false));

        // then
        assertTrue(String.valueOf(refused.getMessage()).endsWith("are for development"));
    }

    @Test
    void keys_made_on_purpose_are_taken_everywhere() {
        // given
        KeyStoreFile.create(NL, file(), passwordFile(), false);

        // when
        var keys = keys(Suite.AES_256_GCM, false);

        // then
        assertTrue(newest(keys).startsWith("kek-nl-"));
        assertEquals("KeyStoreFile[nl]", keys.toString());
    }

    @Test
    void a_wrong_password_opens_nothing() throws IOException {
        // given
        keys(Suite.AES_256_GCM, true);
        Files.writeString(passwordFile(), "wrong\n");

        // when, then
        assertThrows(KeysUnusable.class, () -> keys(Suite.AES_256_GCM, true));
    }

    @Test
    void key_store_and_password_are_for_their_owner_alone() throws IOException {
        // when
        keys(Suite.AES_256_GCM, true);

        // then
        for (var file : new Path[] {file(), passwordFile()}) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void keys_of_another_region_are_not_local() {
        // given
        KeyStoreFile.create(RegionId.of("sg"), file(), passwordFile(), true);

        // when
        var foreign = KeyStoreFile.open(NL, Suite.AES_256_GCM, file(), passwordFile());
        var own = KeyStoreFile.open(RegionId.of("sg"), Suite.AES_256_GCM, file(), passwordFile());

        // then
        assertFalse(foreign.areLocal());
        assertTrue(own.areLocal());
    }

    private KeyStoreFile keys(Suite suite, boolean development) {
        return KeyStoreFile.find(NL, suite, file(), passwordFile(), development);
    }

    private Path file() {
        return folder.resolve("keys.p12");
    }

    private Path passwordFile() {
        return folder.resolve("keys.password");
    }

    private static String newest(KeyStoreFile keys) {
        return keys.keks().getLast();
    }

    @Test
    void an_empty_password_file_is_refused_by_name(@TempDir Path folder) throws Exception {
        // given
        var file = folder.resolve("keys.p12");
        var password = Files.createFile(folder.resolve("keys.password"));

        // when
        var refused =
                assertThrows(
                        KeysUnusable.class,
                        () -> KeyStoreFile.create(RegionId.of("nl"), file, password, true));

        // then
        assertTrue(String.valueOf(refused.getMessage()).contains("keys.password"));
        assertFalse(Files.exists(file));
    }
}
