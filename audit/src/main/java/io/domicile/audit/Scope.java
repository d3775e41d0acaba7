// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The entries that a copy of a log must have. Hash tiles it must have all, so that what is there
/// can be proven; bundles of other entries may be missing.
///
/// @param first the index of the first
/// @param end the index after the last
record Scope(long first, long end) {
    static final String RETENTION = "retention";
    private static final Pattern MINIMUM =
            Pattern.compile("^minimum-index (0|[1-9][0-9]{0,17})$", Pattern.MULTILINE);

    /// What a published log of that size must have: everything that its file `retention` does not
    /// say is pruned. Nobody signs that file, see [Pruning].
    static Scope of(LogReader log, long size) {
        var minimum =
                log.read(RETENTION)
                        .map(text -> MINIMUM.matcher(new String(text, StandardCharsets.UTF_8)))
                        .filter(match -> match.find())
                        .map(match -> Long.parseLong(match.group(1)));
        return new Scope(Math.min(minimum.orElse(0L), size), size);
    }

    /// What both ask for.
    Scope and(Scope other) {
        return new Scope(Math.max(first, other.first), Math.min(end, other.end));
    }

    /// Whether an entry of that bundle must be there.
    boolean needs(TilePath bundle) {
        return bundle.firstEntry(0) < end && bundle.firstEntry(bundle.width()) > first;
    }
}
