// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.domicile.router.Api;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DeviceAccountTest.WithAccounts.class)
class DeviceAccountTest {

    private static final String LOCATION =
            """
            {"_type":"location","acc":15,"lat":52.52,"lon":13.405,"tid":"ja","tst":1551874878}
            """;

    static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    static final String AES_KEY_BEFORE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg";

    /// A tenant with a device account and a WeChat account, at home in Germany.
    public static final class WithAccounts implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    entry("establishments", "DE"),
                    entry("attestations", "BASIS.RECORD,DEFAULT.OFF,DPIA.EU,NOTICE.ART13:notice-3"),
                    entry("channels.owntracks.crs", "WGS84"),
                    entry("channels.owntracks.age", "18"),
                    entry("channels.owntracks.consents", "CONSENT.EPRIV"),
                    entry("channels.owntracks.via", "in_car"),
                    entry("channels.wechat.home", "DE"),
                    entry("channels.wechat.age", "18"),
                    entry("channels.wechat.collect", "DE"),
                    entry("channels.wechat.token", "fleet-token"),
                    entry("channels.wechat.receivers", "gh_fleet"),
                    entry("channels.wechat.freshness", "5M"),
                    entry("accounts.\"jane@fleet\".home", "DE"),
                    entry("accounts.\"jane@fleet\".age", "44"),
                    entry("accounts.\"jane@fleet\".consents", "CONSENT.EPRIV"),
                    entry("accounts.wary.home", "DE"),
                    entry("accounts.wary.consents", "CONSENT.PURPOSE"),
                    entry("accounts.wary.password", hash("open sesame")),
                    entry("accounts.\"jane@fleet\".password", hash("open sesame")),
                    entry("accounts.nohome.password", hash("open sesame")),
                    sealed("establishments", "DE"),
                    sealed(
                            "attestations",
                            "BASIS.RECORD,DEFAULT.OFF,DPIA.EU,NOTICE.ART13:notice-3"),
                    sealed("channels.wechat.home", "DE"),
                    sealed("channels.wechat.age", "18"),
                    sealed("channels.wechat.collect", "DE"),
                    sealed("channels.wechat.token", "sealed-token"),
                    sealed("channels.wechat.receivers", "gh_sealed"),
                    sealed("channels.wechat.aes-keys", AES_KEY + "," + AES_KEY_BEFORE),
                    sealed("channels.wechat.app-id", "wxb11529c136998cb6"));
        }

        private static Map.Entry<String, String> sealed(String property, String value) {
            return Map.entry("domicile.tenants.sealed." + property, value);
        }

        private static Map.Entry<String, String> entry(String property, String value) {
            return Map.entry("domicile.tenants.fleet." + property, value);
        }

        private static String hash(String password) {
            var salt = new byte[16];
            try {
                var spec = new PBEKeySpec(password.toCharArray(), salt, 100_000, 256);
                var key =
                        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                                .generateSecret(spec)
                                .getEncoded();
                var base64 = Base64.getEncoder();
                return "pbkdf2-sha256$100000$%s$%s"
                        .formatted(base64.encodeToString(salt), base64.encodeToString(key));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void a_device_signs_in_with_its_password_and_speaks_for_itself() {
        // given
        var device = basic("jane@fleet", "open sesame").header("X-Limit-U", "somebody-else");

        // when
        var answer =
                device.contentType("application/json").body(LOCATION).post("/v1/ingest/owntracks");

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", equalTo("stored"));
        Api.as("fleet")
                .header("Purpose", "navigation")
                .get(answer.header("Location"))
                .then()
                .statusCode(200)
                .body("record.subjects[0].id", equalTo("jane@fleet"))
                .body("record.subjects[0].home", equalTo("DE"))
                .body("record.via", equalTo("in_car"));
    }

    @Test
    void an_account_without_a_known_home_is_held() {
        // when
        var answer =
                basic("nohome", "open sesame")
                        .contentType("application/json")
                        .body(LOCATION)
                        .post("/v1/ingest/owntracks");

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", equalTo("quarantined"));
    }

    @Test
    void the_consents_of_an_account_go_before_those_of_its_channel() {
        // when
        var answer =
                basic("wary", "open sesame")
                        .contentType("application/json")
                        .body(LOCATION)
                        .post("/v1/ingest/owntracks");

        // then
        answer.then()
                .statusCode(451)
                .contentType("application/problem+json")
                .body("code", equalTo("obligation_unmet"))
                .body("need", equalTo("CONSENT.EPRIV"));
    }

    @Test
    void a_wrong_password_opens_nothing() {
        // when
        var answer =
                basic("jane@fleet", "open says me")
                        .contentType("application/json")
                        .body(LOCATION)
                        .post("/v1/ingest/owntracks");

        // then
        answer.then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    void a_device_cannot_use_the_rest_of_the_gateway() {
        // when
        var answer =
                basic("jane@fleet", "open sesame")
                        .contentType("application/json")
                        .body(Examples.GERMAN_TEXT)
                        .post("/v1/records");

        // then
        answer.then().statusCode(403);
    }

    private static RequestSpecification basic(String user, String password) {
        return given().auth().preemptive().basic(user, password);
    }
}
