// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class BundleBuildTest {

    private static final Path POLICIES = Path.of("").toAbsolutePath();
    private static final Path BUNDLE =
            POLICIES.resolve("src/main/resources/io/domicile/policies/bundle.tar.gz");
    private static final String STALE =
            "the bundle is not what the sources give; run: ./domicile policy build";

    @Test
    void the_bundle_names_the_sources_it_was_made_from() {
        // when
        PolicyBundle bundle = PolicyBundle.of(BUNDLE);

        // then
        assertEquals(BundleBuild.digest(POLICIES), bundle.sources(), STALE);
    }

    @Test
    void the_bundle_is_byte_for_byte_what_the_sources_give() throws Exception {
        // given
        Path opa = Opa.required("the bundle built anew");

        // when
        byte[] built = BundleBuild.build(POLICIES, opa);

        // then
        assertArrayEquals(Files.readAllBytes(BUNDLE), built, STALE);
    }

    @Test
    void an_archive_reads_back_as_it_was_written() throws IOException {
        // given
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty", new byte[0]);
        files.put("folder/text", "zwölf".getBytes(StandardCharsets.UTF_8));
        files.put("large", new byte[200_000]);

        // when
        var read = Tar.read(Tar.write(files));

        // then
        assertEquals(files.keySet(), read.keySet());
        files.forEach((name, content) -> assertArrayEquals(content, read.get(name)));
    }

    @Test
    void what_is_no_bundle_is_unavailable() {
        // given
        SequencedMap<String, byte[]> lacking = new LinkedHashMap<>();
        lacking.put(".manifest", "{\"revision\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        byte[] noPolicy = Tar.write(lacking);

        // then
        assertThrows(PolicyUnavailable.class, () -> PolicyBundle.of(new byte[0]));
        assertThrows(PolicyUnavailable.class, () -> PolicyBundle.of(new byte[] {1, 2, 3}));
        assertThrows(PolicyUnavailable.class, () -> PolicyBundle.of(noPolicy));
        assertThrows(PolicyUnavailable.class, () -> PolicyBundle.of(Path.of("no-such-bundle")));
    }
}
