// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.keys.Cryptoki;
import io.domicile.regions.keys.Cryptoki.Flag;
import io.domicile.regions.keys.SoftHsm;
import io.domicile.regions.keys.TransitEngine;
import io.domicile.regions.keys.TransitServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A gateway whose regions have their keys in a file, in a token, and in a key service.
@QuarkusTest
@WithTestResource(KeyHoldersTest.Holders.class)
class KeyHoldersTest {

    @Inject Residences residences;

    @ConfigProperty(name = "domicile.home")
    @SuppressWarnings("NullAway.Init")
    Path home;

    @ConfigProperty(name = "domicile.regions.nl.keys.pkcs11.library")
    Optional<Path> library = Optional.empty();

    @ConfigProperty(name = "domicile.regions.nl.keys.pkcs11.slot")
    Optional<Long> slot = Optional.empty();

    @Test
    void a_record_rests_under_keys_in_a_file() {
        assertRests("cn", "kek-cn-");
        assertFalse(residences.at(RegionId.of("cn")).hasCertifiedKeys());
    }

    @Test
    void a_record_rests_under_keys_in_a_token() {
        SoftHsm.requireInstalled();
        assertRests("nl", "kek-nl-");
        assertTrue(residences.at(RegionId.of("nl")).hasCertifiedKeys());
    }

    @Test
    void the_kek_of_a_record_that_opens_cannot_be_taken_out_of_the_token() {
        // given
        SoftHsm.requireInstalled();
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-in-token", "some text")));
        var kek =
                Superuser.query(
                        residence,
                        "select kek from perishable.subject_key where id ="
                                + " (select key_id from record where id = ?)",
                        receipt.record().orElseThrow().uuid());
        try (var token = Cryptoki.open(library.orElseThrow(), slot.orElseThrow())) {
            // when
            long key = token.find(kek);
            long loose = token.generateLoose();

            // then
            assertTrue(token.is(key, Flag.SENSITIVE) && token.is(key, Flag.ALWAYS_SENSITIVE));
            assertTrue(token.is(key, Flag.NEVER_EXTRACTABLE));
            assertFalse(token.is(key, Flag.EXTRACTABLE));
            assertEquals(Cryptoki.ATTRIBUTE_SENSITIVE, token.readValue(key));
            assertEquals(Cryptoki.KEY_UNEXTRACTABLE, token.wrap(loose, key));
            assertEquals(Cryptoki.OK, token.readValue(loose), "a key that may leave does");
            assertEquals(Cryptoki.OK, token.wrap(loose, loose), "a key that may leave does");
        }
        assertEquals("some text", Samples.read(residence, receipt));
    }

    @Test
    void a_record_rests_under_keys_in_a_key_service() {
        assertRests("sg", "domicile-sg-kek-v1");
    }

    @Test
    void while_the_key_service_lets_nobody_in_nothing_is_stored_or_read() throws IOException {
        // given
        var residence = residences.at(RegionId.of("sg"));
        var known = Samples.done(residence.admit(Samples.deposit("u-known", "some text")));
        var stored = Superuser.query(residence, "select count(*) from record");
        var token = home.resolve("token");
        var good = Files.readString(token);

        // when
        Files.writeString(token, "token-that-is-over\n");

        // then
        Samples.unavailable(residence.admit(Samples.deposit("u-new", "some text")));
        var id = known.record().orElseThrow();
        assertThrows(ResidenceUnavailable.class, () -> residence.open(Samples.TENANT, id));
        assertEquals(stored, Superuser.query(residence, "select count(*) from record"));

        // when
        Files.writeString(token, good);

        // then
        assertEquals("some text", Samples.read(residence, known));
        Samples.awaitServing(residence);
        Samples.done(residence.admit(Samples.deposit("u-new", "some text")));
        Samples.awaitPublished(residence);
        assertEquals(0, Samples.verify(residence));
    }

    private void assertRests(String region, String kek) {
        // given
        var residence = residences.at(RegionId.of(region));

        // when
        var receipt = Samples.done(residence.admit(Samples.deposit("u-held", "some text")));

        // then
        assertEquals("some text", Samples.read(residence, receipt));
        assertTrue(
                Superuser.query(residence, "select min(kek) from perishable.subject_key")
                        .startsWith(kek));
        Samples.awaitPublished(residence);
        assertEquals(0, Samples.verify(residence));
    }

    /// A token for `nl`, where there is SoftHSM2, and a key service for `sg`.
    public static final class Holders implements QuarkusTestResourceLifecycleManager {

        private final FreshHome home = new FreshHome();
        private @Nullable TransitServer server;

        @Override
        public Map<String, String> start() {
            var properties = new HashMap<>(home.start());
            var folder = Path.of(properties.getOrDefault("domicile.home", ""));
            var started = TransitServer.start();
            server = started;
            var engine = TransitEngine.of(started, folder);
            engine.create("sg");
            properties.put("domicile.regions.sg.keys.provider", "transit");
            properties.put("domicile.regions.sg.keys.transit.url", engine.url().toString());
            properties.put(
                    "domicile.regions.sg.keys.transit.token-file", engine.tokenFile().toString());
            if (SoftHsm.isInstalled()) {
                var token = SoftHsm.token();
                KeyStores.createInToken(
                        RegionId.of("nl"), token.library(), token.slot(), token.pinFile());
                var keys = "domicile.regions.nl.keys.";
                properties.put(keys + "provider", "pkcs11");
                properties.put(keys + "certified", "true");
                properties.put(keys + "pkcs11.library", token.library().toString());
                properties.put(keys + "pkcs11.slot", Long.toString(token.slot()));
                properties.put(keys + "pkcs11.pin-file", token.pinFile().toString());
            }
            return properties;
        }

        @Override
        public void stop() {
            if (server != null) {
                server.close();
            }
            home.stop();
        }
    }
}
