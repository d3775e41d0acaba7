// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.PolicyBundle;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Another bundle comes into force under load.
@QuarkusTest
@TestProfile(BundleResourceTest.SignedBundles.class)
class SwapTest {

    private static final String QUESTION =
            """
            {"query":"store","facts":{"record":{"type":"msg.text"},
             "subjects":[{"home":"DE","age":%d}],"collect":"DE","via":"phone",
             "purpose":"deliver_message","tenant":{"est":"DE","mlps":%d}}}\
            """;

    @Test
    void no_request_fails_and_two_seconds_later_the_new_revision_decides() throws Exception {
        // given
        var next = signedWithAnotherRevision();
        try (var load = new Load("acme", "/v1/decisions", SwapTest::question)) {
            load.await(200, 100);

            // when
            BundleResourceTest.put("swapped.tar.gz").then().statusCode(200);
            long swapped = System.nanoTime();
            long late = swapped + Duration.ofSeconds(2).toNanos();
            do {
                load.await(200, 20);
            } while (System.nanoTime() < late + Duration.ofSeconds(1).toNanos());

            // then
            var sent = load.stop();
            assertTrue(sent.stream().allMatch(one -> one.status() == 200));
            Predicate<Load.Sent> isNew =
                    one ->
                            one.body()
                                    .contains(
                                            "\"revision\":\"" + next.revision().revision() + "\"");
            assertTrue(sent.stream().anyMatch(isNew.negate()));
            var after = sent.stream().filter(one -> one.at() > late).toList();
            assertFalse(after.isEmpty());
            assertEquals(0, after.stream().filter(isNew.negate()).count());
        }
    }

    private static String question(int n) {
        return QUESTION.formatted(18 + n % 80, n / 80 % 6);
    }

    /// The bundle in force under the name of another revision of the same length.
    private static PolicyBundle signedWithAnotherRevision()
            throws IOException, GeneralSecurityException {
        var unsigned = BundleResourceTest.FOLDER.resolve("unsigned.tar.gz");
        var before = Files.readAllBytes(unsigned);
        var name = PolicyBundle.bundled().revision().revision();
        var other = (name.startsWith("0") ? "1" : "0") + name.substring(1);
        rename(unsigned, name, other);
        BundleResourceTest.sign("operator", "swapped.tar.gz");
        Files.write(unsigned, before);
        return PolicyBundle.of(BundleResourceTest.FOLDER.resolve("swapped.tar.gz"));
    }

    private static void rename(Path bundle, String name, String other) throws IOException {
        var packed = Files.readAllBytes(bundle);
        String tar;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            tar = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(tar.replace(name, other).getBytes(StandardCharsets.ISO_8859_1));
        }
        Files.write(bundle, bytes.toByteArray());
    }
}
