// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EntryScanTest {

    private static final int PERSONS = 40;

    /// Another in each run: what was erased or ended in one must not meet the next.
    private static final String TENANT =
            "scanned-"
                    + new SecureRandom()
                            .ints(12, 'a', 'z' + 1)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append);

    private static final Pattern NUMBER_OF_A_PERSON = Pattern.compile("\\+?[0-9]{9,15}");

    /// Names of tenants of other tests end in them.
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}t[0-9:.]+z");

    /// Seconds of a time have a colon before them, sections of the US code its title.
    private static final Pattern COORDINATE =
            Pattern.compile("(?<![0-9:]|cfr )[0-9]{1,3}\\.[0-9]{4,}");

    private static final Pattern MAIL = Pattern.compile("[^\\s\"]+@[^\\s\"]+");

    /// What is random, keyed or a digest in an entry by its form; the rest is looked at as text.
    private static final Pattern KEYED =
            Pattern.compile(
                    "\"(id|sp|commit|cred)\":\"[0-9a-f-]+\"|(sha256|hmac|key|transfer|proof|breach"
                            + "|statement|release|disclosure|instrument):[0-9a-z:_-]+|\"rev\":\"[0-9a-f]+\"");

    private final Random random = new Random(20261120);
    private final Set<String> input = new LinkedHashSet<>();

    @Test
    void no_identifier_of_the_input_stands_in_any_entry() throws GeneralSecurityException {
        // given
        for (int i = 0; i < PERSONS; i++) {
            live(i);
        }
        var last = seen("subject-" + word());
        Api.post(TENANT, text(last, "body", "s")).then().statusCode(201);
        Api.as(Roles.COMPLIANCE, "scan-end", "in-region").get("/v1/volumes").then().statusCode(200);

        // when
        var entries = new ArrayList<String>();
        for (var region : List.of("cn", "nl", "sg")) {
            AuditLogs.entriesOnce(region, entry -> entry.path("tenant").asText().equals("scan-end"))
                    .forEach(entry -> entries.add(entry.toString()));
        }

        // then
        var text = String.join("\n", entries).toLowerCase(Locale.ROOT);
        var found = new TreeSet<String>();
        for (var value : input) {
            forms(value).filter(text::contains).forEach(form -> found.add(value + " as " + form));
        }
        assertEquals(Set.of(), found);
        assertTrue(entries.stream().filter(entry -> entry.contains(TENANT)).count() > 5 * PERSONS);
        var plain = text;
        for (var form : List.of(KEYED, UUID, TIME)) {
            plain = form.matcher(plain).replaceAll("");
        }
        for (var shape : List.of(NUMBER_OF_A_PERSON, COORDINATE, MAIL)) {
            assertEquals(List.of(), shape.matcher(plain).results().map(it -> it.group()).toList());
        }
    }

    /// One person's records go in, are read, looked for, ordered away, and at times erased.
    private void live(int n) {
        var subject = seen("subject-" + word());
        var session = seen("session-" + word());
        var name = seen("Name" + word());
        var plate = seen("B-" + word().toUpperCase(Locale.ROOT) + " " + (1000 + n));
        var phone = seen("+4917" + (100_000_000 + random.nextInt(900_000_000)));
        var mail = seen(word() + "@" + word() + ".example");
        var body = seen("Meet " + name + ", " + plate + ", call " + phone + " or " + mail);
        String id = Api.post(TENANT, text(subject, body, session)).path("id");
        Api.post(TENANT, point(Examples.GERMAN_POINT, subject, session)).then().statusCode(201);
        Api.post(TENANT, point(Examples.MAINLAND_POINT, subject, session));
        Api.post(TENANT, text(subject, body, session).replace("msg.text", phone));
        Api.read(TENANT, seen(id)).then().statusCode(200);
        Api.as(TENANT).header("Purpose", name).get("/v1/records/" + id);
        deliver(n, subject, body, session);
        reading(n)
                .contentType("application/json")
                .body("{\"field\":\"subject\",\"value\":\"%s\"}".formatted(subject))
                .post("/v1/searches")
                .then()
                .statusCode(200);
        Api.as(TENANT)
                .contentType("application/json")
                .body(
                        "{\"record\":\"%s\",\"to\":\"sg\",\"mode\":\"copy\",\"purpose\":\"support\"}"
                                .formatted(id))
                .post("/v1/transfers");
        Api.as(Roles.COMPLIANCE, TENANT, "in-region").get("/v1/subjects/" + subject + "/entries");
        if (n % 4 == 0) {
            Api.as(Roles.COMPLIANCE, TENANT, "in-region").delete("/v1/subjects/" + subject);
            Api.as(Roles.COMPLIANCE, TENANT, "in-region").delete("/v1/sessions/" + session);
        }
    }

    /// A message to two other regions, read as a summary, and all that there is of its receiver.
    private void deliver(int n, String sender, String body, String session) {
        var chinese = seen("subject-" + word());
        var receiver = "{\"id\":\"%s\",\"role\":\"recipient\",\"home\":\"%s\",\"age\":34}";
        var receivers =
                String.join(
                        ",",
                        receiver.formatted(chinese, "CN"),
                        receiver.formatted(seen("subject-" + word()), "SG"));
        var message = text(sender, body, session).replace("}],", "}," + receivers + "],");
        var sent = Api.post(TENANT, message);
        sent.then().statusCode(201);
        var copy = seen(sent.path("copies[1].id"));
        reading(n).get("/v1/records/" + copy + "?view=summary").then().statusCode(200);
        reading(n).get("/v1/subjects/" + chinese + "/export").then().statusCode(200);
    }

    private static RequestSpecification reading(int n) {
        return Api.as(TENANT).header("Purpose", "support").header("Reason", "CASE-" + n);
    }

    private static String text(String subject, String body, String session) {
        return Examples.GERMAN_TEXT
                .replace("u-1842", subject)
                .replace("Hallo", body)
                .replace("s-77", session);
    }

    private String point(String example, String subject, String session) {
        var lat = seen("52.37%05d".formatted(random.nextInt(100_000)));
        var lon = seen("4.89%05d".formatted(random.nextInt(100_000)));
        return example.replace("u-1842", subject)
                .replace("u-2001", subject)
                .replace("s-77", session)
                .replace("52.3731", lat)
                .replace("4.8926", lon)
                .replace("Dam 1", seen("Label " + word()));
    }

    private String seen(String value) {
        input.add(value);
        return value;
    }

    private String word() {
        return random.ints(10, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// The value as it is, and as it might be hidden badly; in lower case.
    private static Stream<String> forms(String value) throws GeneralSecurityException {
        var bytes = value.getBytes(StandardCharsets.UTF_8);
        var forms = new ArrayList<byte[]>();
        for (var name : List.of("SHA-256", "SHA-1", "MD5")) {
            forms.add(MessageDigest.getInstance(name).digest(bytes));
        }
        forms.add(MessageDigest.getInstance("SM3", new BouncyCastleProvider()).digest(bytes));
        forms.add(bytes);
        return Stream.concat(
                        Stream.of(value),
                        forms.stream()
                                .flatMap(form ->
                                        Stream.of(
                                                        HexFormat.of().formatHex(form),
                                                        Base64.getEncoder()
                                                                .withoutPadding()
                                                                .encodeToString(form),
                                                        Base64.getUrlEncoder()
                                                                .withoutPadding()
                                                                .encodeToString(form))
                                                .map(text ->
                                                        text.substring(
                                                                0, Math.min(20, text.length())))))
                .map(form -> form.toLowerCase(Locale.ROOT));
    }
}
