// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.seal.Suite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a server that answers as the published API says.
class TransitKeysTest implements RegionKeysContract {

    @TempDir Path folder;

    private final TransitServer server = TransitServer.start();

    @BeforeEach
    void make() {
        engine().create("nl");
        engine().create("sg");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public TransitKeys open(RegionId region) {
        return TransitKeys.open(region, Suite.AES_256_GCM, engine().place(), false);
    }

    @Override
    public void create(RegionId region) {
        engine().create(region.code());
    }

    @Test
    void what_an_older_version_of_the_kek_wrapped_opens_after_a_rotation() {
        // given
        var before = open(NL);
        var old = before.keks().getLast();
        var wrapped = before.wrap(old, OWNER, new byte[64]);

        // when
        engine().post("keys/domicile-nl-kek/rotate", "{}");

        // then
        var after = open(NL);
        assertEquals("domicile-nl-kek-v1", old);
        assertEquals("domicile-nl-kek-v2", after.keks().getLast());
        assertArrayEquals(new byte[64], after.unwrap(old, OWNER, wrapped));
        assertArrayEquals(
                new byte[64], after.unwrap(old, OWNER, before.wrap(old, OWNER, new byte[64])));
        assertThrows(WrapBroken.class, () -> after.unwrap(after.keks().getLast(), OWNER, wrapped));
    }

    @Test
    void a_rotated_key_leaves_every_pseudonym_and_each_generation_of_the_log_as_they_are() {
        // given
        var mac = open(NL).mac("holder", "oem-7", new byte[3]);
        var generation = open(NL).logKeys().newest();
        var publicKey = open(NL).logKeys().of(generation).ed25519().publicKey();

        // when
        engine().post("keys/domicile-nl-mac/rotate", "{}");
        engine().post("keys/domicile-nl-log/rotate", "{}");

        // then
        assertEquals(mac, open(NL).mac("holder", "oem-7", new byte[3]));
        assertArrayEquals(publicKey, open(NL).logKeys().of(generation).ed25519().publicKey());
        assertNotEquals(generation, open(NL).logKeys().newest());
    }

    @Test
    void a_gateway_asks_for_no_other_regions_keys() {
        // given
        server.asked().clear();

        // when
        var keys = open(NL);
        keys.unwrap(
                keys.keks().getLast(),
                OWNER,
                keys.wrap(keys.keks().getLast(), OWNER, new byte[64]));

        // then
        assertFalse(server.asked().isEmpty());
        assertTrue(server.asked().stream().allMatch(path -> path.contains("/domicile-nl-")));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 500, 503})
    void one_failed_answer_is_asked_for_again_and_two_are_an_outage(int status) {
        // given
        var keys = open(NL);

        // when
        server.fail(1, status);
        var wrapped = keys.wrap(keys.keks().getLast(), OWNER, new byte[64]);

        // then
        assertArrayEquals(new byte[64], keys.unwrap(keys.keks().getLast(), OWNER, wrapped));
        server.fail(2, status);
        assertThrows(KeysAway.class, () -> keys.wrap(keys.keks().getLast(), OWNER, new byte[64]));
        server.fail(2, status);
        assertThrows(KeysAway.class, () -> keys.unwrap(keys.keks().getLast(), OWNER, wrapped));
        server.fail(2, status);
        assertThrows(KeysAway.class, () -> keys.logKey().sign(new byte[1]));
    }

    @Test
    void a_server_that_is_gone_is_an_outage_whose_message_tells_nothing() {
        // given
        var keys = open(NL);
        server.close();

        // when
        var away =
                assertThrows(
                        ResidenceUnavailable.class,
                        () -> keys.wrap(keys.keks().getLast(), OWNER, new byte[64]));

        // then
        assertEquals(KeysAway.class, away.getClass());
        var trace = new StringWriter();
        away.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains(TransitServer.TOKEN));
    }

    @Test
    void another_token_opens_nothing_and_is_not_repeated() throws IOException {
        // given
        Files.writeString(engine().tokenFile(), "token-that-is-wrong\n");
        var place = new TransitEngine(server.url(), "transit", folder.resolve("token")).place();

        // when
        var away =
                assertThrows(
                        KeysAway.class,
                        () -> TransitKeys.open(NL, Suite.AES_256_GCM, place, false));

        // then
        assertFalse(String.valueOf(away.getMessage()).contains("token-that-is-wrong"));
    }

    @Test
    void a_renewed_token_is_taken_without_a_restart() throws IOException {
        // given
        var keys = open(NL);
        Files.writeString(folder.resolve("token"), "expired\n");
        assertThrows(KeysAway.class, () -> keys.wrap(keys.keks().getLast(), OWNER, new byte[64]));

        // when
        Files.writeString(folder.resolve("token"), TransitServer.TOKEN + "\n");

        // then
        assertEquals(92, keys.wrap(keys.keks().getLast(), OWNER, new byte[64]).length);
    }

    @Test
    void a_region_whose_keys_are_missing_exportable_or_of_another_kind_does_not_open() {
        // given
        engine().create("jp");
        engine().post("keys/domicile-jp-kek", "{\"exportable\":true}");
        engine().create("ca");
        engine().post("keys/domicile-ca-log", "{\"type\":\"ecdsa-p256\"}");

        for (var region : new String[] {"jp", "ca", "de"}) {
            // when, then
            assertThrows(KeysUnusable.class, () -> open(RegionId.of(region)), region);
        }
    }

    @Test
    void a_server_that_takes_the_question_and_stays_silent_is_an_outage() throws IOException {
        // given
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var place =
                    new TransitPlace(
                            URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                            "transit",
                            Optional.empty(),
                            Optional.of(engine().tokenFile()),
                            "NONE",
                            Optional.empty(),
                            Duration.ofMillis(100));

            // when, then
            assertThrows(
                    KeysAway.class, () -> TransitKeys.open(NL, Suite.AES_256_GCM, place, false));
        }
    }

    @Test
    void over_tls_a_server_is_trusted_by_the_named_authorities_alone() throws Exception {
        // given
        var store = folder.resolve("server.p12").toString();
        var certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-keystore",
                store,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=transit",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store,
                "-alias",
                "server",
                "-file",
                certificate.toString());
        try (var secure = TransitServer.start(Path.of(store), "only-a-test")) {
            var plain = TransitEngine.of(server, folder).place();

            // when
            var trusting = over(secure, plain, Optional.of(certificate));
            var strange = over(secure, plain, Optional.empty());

            // then
            var refused =
                    assertThrows(
                            KeysUnusable.class,
                            () -> TransitKeys.open(NL, Suite.AES_256_GCM, trusting, false));
            assertTrue(String.valueOf(refused.getMessage()).endsWith("status 404"));
            assertThrows(
                    KeysAway.class, () -> TransitKeys.open(NL, Suite.AES_256_GCM, strange, false));
        }
    }

    private static TransitPlace over(
            TransitServer server, TransitPlace like, Optional<Path> certificates) {
        return new TransitPlace(
                server.url(),
                like.mount(),
                like.namespace(),
                like.tokenFile(),
                like.tokenVariable(),
                certificates,
                like.timeout());
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "only-a-test"));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    @Test
    void keys_do_not_go_over_a_network_in_clear() {
        // when, then
        assertThrows(
                KeysUnusable.class,
                () ->
                        new TransitPlace(
                                URI.create("http://192.0.2.1:8200"),
                                "transit",
                                Optional.empty(),
                                Optional.empty(),
                                "NONE",
                                Optional.empty(),
                                Duration.ofSeconds(1)));
    }

    @Test
    void a_region_with_sm4_is_refused() {
        // when, then
        assertThrows(
                KeysUnusable.class,
                () -> TransitKeys.open(NL, Suite.SM4_GCM, engine().place(), true));
    }

    private TransitEngine engine() {
        return TransitEngine.of(server, folder);
    }
}
