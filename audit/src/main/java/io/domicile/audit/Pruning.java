// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// What a log itself says of bundles that were pruned: its entries `log.pruned`, which are signed
/// with the rest. The file `retention` is not, and whoever takes bundles away can write one.
///
/// @param log the log, found right as far as it is there
/// @param size how many entries it has
record Pruning(TileReader log, String origin, long size) {
    /// Canonical JSON: the gateway alone writes this act.
    private static final Pattern ENTRY =
            Pattern.compile(
                    "\\{\"act\":\"log\\.pruned\",\"actor\":\"[^\"]*\",\"class\":\\[\"log:([^\"]*)\","
                            + "\"from:[0-9]+\",\"minimum:(0|[1-9][0-9]{0,17})\"],.*");

    /// Whether it says that all entries before that one were pruned.
    boolean reaches(long minimum) {
        return LongStream.rangeClosed(1, bundles())
                .mapToObj(n -> TilePath.in(size, TilePath.ENTRIES, bundles() - n).orElseThrow())
                .flatMap(path -> log.find(path).stream())
                .flatMap(bundle -> bundle.entries().stream())
                .anyMatch(entry -> minimum(entry) >= minimum);
    }

    /// Whether a bundle before that entry is away.
    boolean isMissing(long first, long minimum) {
        return LongStream.range(first / TilePath.FULL, Math.ceilDiv(minimum, TilePath.FULL))
                .mapToObj(n -> TilePath.in(size, TilePath.ENTRIES, n).orElseThrow())
                .anyMatch(path -> log.find(path).isEmpty());
    }

    private long bundles() {
        return Math.ceilDiv(size, TilePath.FULL);
    }

    private long minimum(byte[] entry) {
        var text = new String(entry, StandardCharsets.UTF_8);
        if (!text.startsWith("{\"act\":\"log.pruned\"")) {
            return -1;
        }
        var match = ENTRY.matcher(text);
        return match.matches() && match.group(1).equals(origin)
                ? Long.parseLong(match.group(2))
                : -1;
    }
}
