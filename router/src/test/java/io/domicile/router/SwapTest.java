// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Another bundle comes into force under load.
@QuarkusTest
@TestProfile(BundleResourceTest.SignedBundles.class)
class SwapTest {

    /// File and revision.
    private static final String NEXT = "swapped.tar.gz";

    private static final String QUESTION =
            """
            {"query":"store","facts":{"record":{"type":"msg.text"},
             "subjects":[{"home":"DE","age":%d}],"collect":"DE","via":"phone",
             "purpose":"deliver_message","tenant":{"est":"DE","mlps":%d}}}\
            """;

    @Test
    void no_request_fails_and_two_seconds_later_the_new_revision_decides() throws Exception {
        // given
        new Bundles(BundleResourceTest.FOLDER).sign("operator", NEXT, _ -> {});
        try (var load = new Load("acme", "/v1/decisions", SwapTest::question)) {
            load.await(200, 100);

            // when
            BundleResourceTest.put(NEXT).then().statusCode(200);
            long swapped = System.nanoTime();
            long late = swapped + Duration.ofSeconds(2).toNanos();
            do {
                load.await(200, 20);
            } while (System.nanoTime() < late + Duration.ofSeconds(1).toNanos());

            // then
            var sent = load.stop();
            assertTrue(sent.stream().allMatch(one -> one.status() == 200));
            Predicate<Load.Sent> isNew =
                    one -> one.body().contains("\"revision\":\"" + NEXT + "\"");
            assertTrue(sent.stream().anyMatch(isNew.negate()));
            var after = sent.stream().filter(one -> one.at() > late).toList();
            assertFalse(after.isEmpty());
            assertEquals(0, after.stream().filter(isNew.negate()).count());
        }
    }

    private static String question(int n) {
        return QUESTION.formatted(18 + n % 80, n / 80 % 6);
    }
}
