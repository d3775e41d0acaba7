// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.hamcrest.Matchers.equalTo;

import io.domicile.router.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DeviceAccountTest.WithAccounts.class)
class WeChatTenantTest {

    private static final String TEXT =
            """
            <xml><ToUserName>gh_fleet</ToUserName><FromUserName>@SENDER@</FromUserName>
            <CreateTime>1348831860</CreateTime><MsgType>text</MsgType><Content>hello</Content>
            <MsgId>1</MsgId></xml>
            """;

    @Test
    void a_callback_belongs_to_the_tenant_whose_token_signed_it() {
        // given
        var sender = "openid-" + UUID.randomUUID();

        // when
        var answer =
                WeChatTest.signed("fleet-token", now())
                        .contentType("text/xml; charset=utf-8")
                        .body(TEXT.replace("@SENDER@", sender))
                        .post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(200).header("Domicile-Outcome", equalTo("stored"));
        Api.as("fleet")
                .delete("/v1/subjects/" + sender)
                .then()
                .body("regions.find { it.region == 'nl' }.records", equalTo(1));
    }

    @Test
    void a_callback_for_an_account_of_somebody_else_is_refused() {
        // when
        var answer =
                WeChatTest.signed("fleet-token", now())
                        .contentType("text/xml; charset=utf-8")
                        .body(TEXT.replace("gh_fleet", "gh_other"))
                        .post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(422).body("pointer", equalTo("/xml/ToUserName"));
    }

    @Test
    void an_old_callback_is_refused() {
        // given
        var tenMinutesAgo = Long.toString(Instant.now().getEpochSecond() - 600);

        // when
        var answer =
                WeChatTest.signed("fleet-token", tenMinutesAgo)
                        .contentType("text/xml; charset=utf-8")
                        .body(TEXT)
                        .post("/v1/ingest/wechat");

        // then
        answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }
}
