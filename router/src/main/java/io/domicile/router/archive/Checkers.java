// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.LogReader;
import io.domicile.router.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What comes with every archive to check it: files of the audit module.
final class Checkers {

    /// Those that this version has.
    static final List<String> NAMES =
            Stream.of("VERIFY.md", "verify.html", "verify.sh")
                    .filter(name -> LogReader.class.getResource(resource(name)) != null)
                    .toList();

    private Checkers() {}

    static byte[] read(String name) {
        try (var file = LogReader.class.getResourceAsStream(resource(name))) {
            return require(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Differs where this program would write other bytes for the same plan: other checkers,
    /// another version of the program, another compressor.
    static String mark() {
        var digest = Digest.sha256();
        NAMES.forEach(name -> digest.update(read(name)));
        digest.update(Manifest.MADE_BY.getBytes(StandardCharsets.UTF_8));
        digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static InputStream require(@Nullable InputStream file, String name) {
        if (file == null) {
            throw new IllegalStateException("the audit module has no " + name);
        }
        return file;
    }

    private static String resource(String name) {
        return "/io/domicile/audit/export/" + name;
    }
}
