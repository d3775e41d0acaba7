// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(DeviceAccountTest.WithAccounts.class)
class WeChatAesTest {

    private static final String TOKEN = "sealed-token";
    private static final String KEY = DeviceAccountTest.AES_KEY;
    private static final String APP = "wxb11529c136998cb6";

    private static final String TEXT =
            """
            <xml><ToUserName>gh_sealed</ToUserName><FromUserName>@SENDER@</FromUserName>
            <CreateTime>1348831860</CreateTime><MsgType>text</MsgType><Content>hello</Content>
            <MsgId>1</MsgId></xml>
            """;

    private final String sender = "openid-" + UUID.randomUUID();
    private final String text = TEXT.replace("@SENDER@", sender);

    @Test
    void an_encrypted_callback_is_stored_once() {
        // given
        var first = post(Sealed.by(KEY, APP, text));

        // when
        var again = post(Sealed.by(DeviceAccountTest.AES_KEY_BEFORE, APP, text));

        // then
        first.then()
                .statusCode(200)
                .body(equalTo("success"))
                .header("Domicile-Outcome", equalTo("stored"));
        again.then().statusCode(200).body(equalTo("success"));
        Api.as("sealed")
                .delete("/v1/subjects/" + sender)
                .then()
                .body("regions.find { it.region == 'nl' }.records", equalTo(1));
    }

    @Test
    void what_stands_beside_the_encrypted_part_counts_for_nothing() {
        // given
        var encrypted = Sealed.by(KEY, APP, text);
        var both = TEXT.replace("</xml>", "<Encrypt>" + encrypted + "</Encrypt></xml>");

        // when
        var answer = aes(encrypted).body(both).post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", equalTo("stored"));
        Api.as("sealed")
                .delete("/v1/subjects/" + sender)
                .then()
                .body("regions.find { it.region == 'nl' }.records", equalTo(1));
    }

    @Test
    void whatever_is_wrong_with_an_encrypted_callback_is_told_in_the_same_words() {
        // given
        var right = Sealed.by(KEY, APP, text);
        var garbled = (right.startsWith("A") ? "B" : "A") + right.substring(1);
        var lastBlock = right.length() - 10;
        var padded =
                right.substring(0, lastBlock)
                        + (right.charAt(lastBlock) == 'A' ? "B" : "A")
                        + right.substring(lastBlock + 1);

        // when
        var otherKey = post(Sealed.by("0".repeat(43), APP, text));
        var otherReceiver = post(Sealed.by(KEY, "wx0000000000000000", text));
        var badPadding = post(padded);
        var noCiphertext = post("abc");
        var badSignature = aes(right).body(sealed(garbled)).post("/v1/ingest/wechat");
        var nothing = aes(right).body(text).post("/v1/ingest/wechat");

        // then
        for (var answer :
                new Response[] {otherReceiver, badPadding, noCiphertext, badSignature, nothing}) {
            assertEquals(403, answer.statusCode());
            assertEquals(otherKey.asString(), answer.asString());
            assertEquals(otherKey.headers().asList().size(), answer.headers().asList().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "raw", "AES", "sm4"})
    void a_callback_that_should_be_encrypted_is_refused_if_it_is_not(String encryption) {
        // given
        var call = WeChatTest.signed(TOKEN, now());

        // when
        var answer =
                (encryption.isEmpty() ? call : call.queryParam("encrypt_type", encryption))
                        .contentType("text/xml; charset=utf-8")
                        .body(text)
                        .post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes", "sm4"})
    void encryption_that_was_not_agreed_on_is_refused(String encryption) {
        // when
        var answer =
                WeChatTest.signed("fleet-token", now())
                        .queryParam("encrypt_type", encryption)
                        .contentType("text/xml; charset=utf-8")
                        .body(text.replace("gh_sealed", "gh_fleet"))
                        .post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void the_message_inside_is_checked_like_one_in_clear() {
        // when
        var otherAccount = post(Sealed.by(KEY, APP, text.replace("gh_sealed", "gh_other")));
        var malformed = post(Sealed.by(KEY, APP, "<xml>"));
        var outward = post(Sealed.by(KEY, APP, "<!DOCTYPE xml [<!ENTITY x 'y'>]>" + text));

        // then
        otherAccount.then().statusCode(422).body("pointer", equalTo("/xml/ToUserName"));
        malformed.then().statusCode(400).body("code", equalTo("malformed_xml"));
        outward.then().statusCode(400).body("code", equalTo("malformed_xml"));
    }

    @Test
    void the_address_is_confirmed_in_clear() {
        // when
        var answer = WeChatTest.signed(TOKEN, now()).get("/v1/ingest/wechat?echostr=echo-42");

        // then
        answer.then().statusCode(200).body(equalTo("echo-42"));
    }

    private static Response post(String encrypted) {
        return aes(encrypted).body(sealed(encrypted)).post("/v1/ingest/wechat");
    }

    private static String sealed(String encrypted) {
        return "<xml><ToUserName>gh_sealed</ToUserName><Encrypt><![CDATA[%s]]></Encrypt></xml>"
                .formatted(encrypted);
    }

    /// A call whose signatures are right for the text.
    private static RequestSpecification aes(String encrypted) {
        var timestamp = now();
        return WeChatTest.signed(TOKEN, timestamp)
                .queryParam("encrypt_type", "aes")
                .queryParam("msg_signature", WeChatTest.sha1(TOKEN, timestamp, "n0nce", encrypted))
                .contentType("text/xml; charset=utf-8");
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }
}
