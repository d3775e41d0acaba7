// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.BodyTest;
import io.domicile.router.Examples;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BodyTest.Impatient.class)
class LineLimitsTest {

    private static final String POINT = Examples.GERMAN_POINT.replace("\n", "") + "\n";

    @Test
    void a_request_has_so_many_lines_and_no_more() throws Exception {
        try (var call = new LineCall("acme", true)) {
            // when
            call.send(POINT.repeat(25)).join();

            // then
            for (int i = 1; i <= 20; i++) {
                assertEquals(201, call.next().path("status").asInt());
            }
            var last = call.next();
            assertEquals(21, last.path("line").asInt());
            assertEquals("body_too_large", last.path("code").asText());
            assertTrue(call.isOver());
        }
    }

    @Test
    void a_last_line_without_its_end_is_one_too_many_as_well() throws Exception {
        try (var call = new LineCall("acme", true)) {
            // when
            call.send(POINT.repeat(20) + POINT.strip()).join();
            call.finish();

            // then
            for (int i = 1; i <= 20; i++) {
                assertEquals(201, call.next().path("status").asInt());
            }
            assertEquals(413, call.next().path("status").asInt());
            assertTrue(call.isOver());
        }
    }

    @Test
    void who_stops_sending_is_given_up() throws Exception {
        try (var call = new LineCall("acme", true)) {
            // when
            call.send(POINT + "\n" + POINT.substring(0, 50)).join();

            // then
            assertEquals(201, call.next().path("status").asInt());
            var last = call.next();
            assertEquals(3, last.path("line").asInt());
            assertEquals("request_timeout", last.path("code").asText());
            assertTrue(call.isOver());
        }
    }

    @Test
    void who_sends_without_end_is_given_up() throws Exception {
        try (var call = new LineCall("acme", true)) {
            // when
            int blank = 0;
            while (!call.hasResult()) {
                call.send("\n").join();
                blank++;
            }

            // then
            var last = call.next();
            assertTrue(last.path("line").asInt() <= blank + 1);
            assertEquals("request_timeout", last.path("code").asText());
            assertTrue(call.isOver());
        }
    }
}
