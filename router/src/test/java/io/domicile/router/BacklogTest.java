// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@TestProfile(DatabaseDownTest.OwnHome.class)
class BacklogTest {

    private static final String WAITING =
            """
            insert into audit_outbox (event_id, entry)
            select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '70008000'
                || lpad(to_hex(i), 12, '0'))::uuid, '{"act":"none"}'
            from generate_series(1, 50001) i
            """;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_region_whose_log_stands_still_takes_nothing_more_until_it_has_caught_up()
            throws Exception {
        // given
        Api.post("acme", Examples.SINGAPORE_TEXT).then().statusCode(201);
        try (var blocker = RegionDatabase.of("sg");
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("select 1 from audit_tree for update");

            // when
            RegionDatabase.update("sg", WAITING);

            // then
            await(503)
                    .then()
                    .contentType(Problem.MEDIA_TYPE)
                    .header("Retry-After", notNullValue())
                    .body("code", equalTo("audit_backlog"));
            blocker.rollback();
        }
        await(201);
        // What waits too long counts as a log that stands still, for the tests that come next.
        while (!RegionDatabase.query("sg", "select count(*) from audit_outbox").equals("0")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /// Stores until that is the answer.
    private static Response await(int status) {
        var answer = Api.post("acme", Examples.SINGAPORE_TEXT);
        while (answer.statusCode() != status) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            answer = Api.post("acme", Examples.SINGAPORE_TEXT);
        }
        return answer;
    }
}
