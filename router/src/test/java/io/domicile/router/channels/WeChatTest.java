// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WeChatTest {

    private static final String TOKEN = "domicile-development";

    /// The examples of the public documentation.
    private static final String TEXT =
            """
            <xml>
              <ToUserName><![CDATA[toUser]]></ToUserName>
              <FromUserName><![CDATA[fromUser]]></FromUserName>
              <CreateTime>1348831860</CreateTime>
              <MsgType><![CDATA[text]]></MsgType>
              <Content><![CDATA[this is a test]]></Content>
              <MsgId>1234567890123456</MsgId>
            </xml>
            """;

    private static final String VOICE =
            """
            <xml>
              <ToUserName><![CDATA[toUser]]></ToUserName>
              <FromUserName><![CDATA[fromUser]]></FromUserName>
              <CreateTime>1357290913</CreateTime>
              <MsgType><![CDATA[voice]]></MsgType>
              <MediaId><![CDATA[media_id]]></MediaId>
              <Format><![CDATA[Format]]></Format>
              <MsgId>1234567890123456</MsgId>
            </xml>
            """;

    private static final String LOCATION =
            """
            <xml>
              <ToUserName><![CDATA[toUser]]></ToUserName>
              <FromUserName><![CDATA[fromUser]]></FromUserName>
              <CreateTime>1351776360</CreateTime>
              <MsgType><![CDATA[location]]></MsgType>
              <Location_X>23.134521</Location_X>
              <Location_Y>113.358803</Location_Y>
              <Scale>20</Scale>
              <Label><![CDATA[位置信息]]></Label>
              <MsgId>1234567890123456</MsgId>
            </xml>
            """;

    private static final String REPORT =
            """
            <xml>
              <ToUserName><![CDATA[toUser]]></ToUserName>
              <FromUserName><![CDATA[fromUser]]></FromUserName>
              <CreateTime>123456789</CreateTime>
              <MsgType><![CDATA[event]]></MsgType>
              <Event><![CDATA[LOCATION]]></Event>
              <Latitude>23.137466</Latitude>
              <Longitude>113.352425</Longitude>
              <Precision>119.385040</Precision>
            </xml>
            """;

    @ParameterizedTest
    @ValueSource(strings = {TEXT, VOICE, LOCATION, REPORT})
    void the_documented_examples_go_through_unchanged(String callback) {
        // when
        var answer = post(callback);

        // then
        answer.then()
                .statusCode(200)
                .contentType("text/plain")
                .body(equalTo("success"))
                .header("Domicile-Outcome", equalTo("stored"));
    }

    @Test
    void a_callback_that_comes_again_is_stored_once() {
        // given
        var sender = "openid-" + UUID.randomUUID();
        var callback = TEXT.replace("fromUser", sender);
        post(callback).then().header("Domicile-Outcome", equalTo("stored"));

        // when
        var again = post(callback);
        var another = post(callback.replace("1348831860", "1348831861"));

        // then
        again.then().statusCode(200).body(equalTo("success"));
        another.then().statusCode(200).body(equalTo("success"));
        Api.as("default")
                .delete("/v1/subjects/" + sender)
                .then()
                .body("regions.find { it.region == 'cn' }.records", equalTo(2));
    }

    @Test
    void the_address_is_confirmed_to_who_knows_the_token() {
        // when
        var answer = signed(TOKEN).get("/v1/ingest/wechat?echostr=echo-42");

        // then
        answer.then().statusCode(200).contentType("text/plain").body(equalTo("echo-42"));
    }

    @Test
    void another_token_signs_nothing() {
        // when
        var echo = signed("another").get("/v1/ingest/wechat?echostr=echo-42");
        var callback =
                signed("another").contentType("text/xml").body(TEXT).post("/v1/ingest/wechat");
        var unsigned = given().contentType("text/xml").body(TEXT).post("/v1/ingest/wechat");

        // then
        echo.then().statusCode(403).contentType("application/problem+json");
        callback.then().statusCode(403);
        unsigned.then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "link", "video", "shortvideo"})
    void what_holds_no_record_is_ignored(String kind) {
        // when
        var answer = post(TEXT.replace("[text]", "[" + kind + "]"));

        // then
        answer.then()
                .statusCode(200)
                .body(equalTo("success"))
                .header("Domicile-Outcome", equalTo("ignored"));
    }

    @Test
    void xml_that_reaches_out_is_refused() {
        // given
        var outward =
                "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                        + TEXT.replace("<![CDATA[this is a test]]>", "&x;");

        // when
        var answer = post(outward);

        // then
        answer.then().statusCode(400).body("code", equalTo("malformed_xml"));
    }

    @Test
    void a_latitude_beyond_the_pole_is_refused_by_name() {
        // when
        var answer = post(LOCATION.replace("23.134521", "113.358803"));

        // then
        answer.then()
                .statusCode(422)
                .body("code", equalTo("out_of_range"))
                .body("pointer", equalTo("/xml/Location_X"));
        assertEquals(-1, answer.asString().indexOf("113.35"));
    }

    private static Response post(String callback) {
        return signed(TOKEN)
                .contentType("text/xml; charset=utf-8")
                .body(callback)
                .post("/v1/ingest/wechat");
    }

    private static RequestSpecification signed(String token) {
        return signed(token, "1348831860");
    }

    static RequestSpecification signed(String token, String timestamp) {
        return given().queryParam("signature", sha1(token, timestamp, "n0nce"))
                .queryParam("timestamp", timestamp)
                .queryParam("nonce", "n0nce");
    }

    static String sha1(String... parts) {
        var joined = Stream.of(parts).sorted().collect(Collectors.joining());
        try {
            var signature =
                    MessageDigest.getInstance("SHA-1")
                            .digest(joined.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
