// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(MachineCertificateTest.WithTls.class)
class MachineCertificateTest {

    private static final Path FOLDER = Path.of("target", "machine-certificates").toAbsolutePath();
    private static final String PASSWORD = "only-for-this-test";

    /// A gateway with TLS that trusts three machines and knows two of them.
    public static final class WithTls implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            if (!Files.exists(file("server-trust"))) {
                makeAll();
            }
            return settings();
        }

        private static void makeAll() {
            try {
                Files.createDirectories(FOLDER);
                make("server", "CN=localhost", "dns:localhost,ip:127.0.0.1");
                make("subject", "CN=navigator,O=Oem 7", "dns:navigator.example");
                make("uri", "CN=any", "uri:spiffe://oem-7/reader");
                make("unknown", "CN=unknown", "dns:unknown.example");
                make("stranger", "CN=navigator,O=Oem 7", "dns:navigator.example");
                for (var name : List.of("subject", "uri", "unknown")) {
                    trust("trusted", name);
                }
                trust("server-trust", "server");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Map<String, String> settings() {
            var settings = new HashMap<String, String>();
            settings.put("quarkus.tls.key-store.p12.path", file("server").toString());
            settings.put("quarkus.tls.key-store.p12.password", PASSWORD);
            settings.put("quarkus.tls.trust-store.p12.path", file("trusted").toString());
            settings.put("quarkus.tls.trust-store.p12.password", PASSWORD);
            settings.put("quarkus.http.test-ssl-port", "0");
            machine(settings, "navigator", "CN=navigator, O=Oem 7");
            machine(settings, "reader", "URI:spiffe://oem-7/reader");
            return settings;
        }

        private static void machine(Map<String, String> settings, String name, String certificate) {
            var prefix = "domicile.machines." + name + ".";
            settings.put(prefix + "certificate", certificate);
            settings.put(prefix + "tenant", "certified");
            settings.put(prefix + "roles", "service");
            settings.put(prefix + "country", "in-region");
        }

        private static void make(String name, String subject, String alternatives)
                throws IOException {
            keytool(
                    "-genkeypair",
                    "-validity",
                    "3650",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-dname",
                    subject,
                    "-ext",
                    "san=" + alternatives,
                    "-keystore",
                    file(name).toString());
            keytool(
                    "-exportcert",
                    "-alias",
                    name,
                    "-keystore",
                    file(name).toString(),
                    "-file",
                    file(name) + ".crt");
        }

        private static void trust(String store, String name) throws IOException {
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    name,
                    "-file",
                    file(name) + ".crt",
                    "-keystore",
                    file(store).toString());
        }

        private static void keytool(String... arguments) throws IOException {
            var command =
                    new java.util.ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-storetype",
                                    "PKCS12",
                                    "-storepass",
                                    PASSWORD));
            command.addAll(1, List.of(arguments).subList(0, 1));
            command.addAll(List.of(arguments).subList(1, arguments.length));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException(said);
            }
        }
    }

    private static Path file(String name) {
        return FOLDER.resolve(name + ".p12");
    }

    private HttpResponse<String> store(Optional<String> certificate, Optional<String> token)
            throws Exception {
        var request =
                HttpRequest.newBuilder(gateway().resolve("/v1/records"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Examples.GERMAN_TEXT));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try (var http = HttpClient.newBuilder().sslContext(context(certificate)).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    static URI gateway() {
        return URI.create(ConfigProvider.getConfig().getValue("test.url.ssl", String.class) + "/");
    }

    static SSLContext context(Optional<String> certificate) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys("server-trust"));
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (certificate.isPresent()) {
            own.init(keys(certificate.get()), PASSWORD.toCharArray());
        }
        var context = SSLContext.getInstance("TLS");
        context.init(
                certificate.isPresent() ? own.getKeyManagers() : new javax.net.ssl.KeyManager[0],
                trust.getTrustManagers(),
                null);
        return context;
    }

    private static KeyStore keys(String name) throws Exception {
        return KeyStore.getInstance(file(name).toFile(), PASSWORD.toCharArray());
    }

    @Test
    void a_machine_signs_in_with_a_certificate_by_subject_or_alternative_name() throws Exception {
        // when
        var bySubject = store(Optional.of("subject"), Optional.empty());
        var byName = store(Optional.of("uri"), Optional.empty());

        // then
        assertEquals(201, bySubject.statusCode(), bySubject.body());
        assertEquals(201, byName.statusCode(), byName.body());
        assertEquals(HttpClient.Version.HTTP_2, byName.version());
        var read = Api.read("certified", id(byName.body()));
        assertEquals(200, read.statusCode(), "it is the tenant's");
    }

    private static String id(String body) {
        return io.restassured.path.json.JsonPath.from(body).getString("id");
    }

    @Test
    void a_certificate_of_nobody_signs_in_nobody_and_one_of_another_authority_gets_no_connection()
            throws Exception {
        // when
        var unknown = store(Optional.of("unknown"), Optional.empty());
        var none = store(Optional.empty(), Optional.empty());

        // then
        assertEquals(401, unknown.statusCode(), unknown.body());
        assertEquals(401, none.statusCode(), none.body());
        assertThrows(IOException.class, () -> store(Optional.of("stranger"), Optional.empty()));
    }

    @Test
    void without_a_certificate_a_token_is_taken() throws Exception {
        // given
        var token =
                DevelopmentKey.in(Api.home())
                        .token("service", "tokens", "in-region", Duration.ofHours(1));

        // when
        var answer = store(Optional.empty(), Optional.of(token));

        // then
        assertEquals(201, answer.statusCode(), answer.body());
    }
}
