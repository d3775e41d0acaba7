// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares the files of an export with its `SHA256SUMS`, which lists every other file once.
record Sums(Archive archive) {
    static final String NAME = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
    private static final int BUFFER = 1 << 16;

    /// The first thing that is wrong, as a sentence.
    ///
    /// @throws LogFailure.Unavailable if a file cannot be read
    Optional<String> check() {
        var list = archive.read(NAME);
        if (list.isEmpty()) {
            return Optional.of(NAME + " is missing");
        }
        var missing = new HashSet<>(archive.names());
        missing.remove(NAME);
        for (var line : new String(list.get(), StandardCharsets.UTF_8).lines().toList()) {
            var match = LINE.matcher(line);
            if (!match.matches()) {
                return Optional.of(NAME + " has a line that is none");
            }
            var name = match.group(2);
            if (!missing.remove(name)) {
                return Optional.of(name + " is missing, or stands in " + NAME + " twice");
            }
            if (!digest(name).equals(match.group(1))) {
                return Optional.of(name + " is not the file that " + NAME + " lists");
            }
        }
        return missing.stream()
                .sorted()
                .findFirst()
                .map(name -> name + " is not listed in " + NAME);
    }

    private String digest(String name) {
        var digest = Merkle.sha256();
        try (var content = archive.open(name).orElseThrow()) {
            feed(content, digest);
        } catch (IOException e) {
            throw new LogFailure.Damaged(name + " cannot be unpacked", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void feed(InputStream content, MessageDigest digest) throws IOException {
        var buffer = new byte[BUFFER];
        for (var n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            digest.update(buffer, 0, n);
        }
    }
}
