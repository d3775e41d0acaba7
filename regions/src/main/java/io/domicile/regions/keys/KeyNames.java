// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Names of keys that end in the second, in UTC, in which they were made, and so sort by age.
final class KeyNames {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private KeyNames() {}

    /// A name for now.
    static String now(String prefix) {
        return prefix + SECOND.format(LocalDateTime.now(ZoneOffset.UTC));
    }

    /// A name for now that is not known; waits for the next second if this one has its key.
    static String next(String prefix, Collection<String> known) {
        var name = now(prefix);
        while (known.contains(name)) {
            LockSupport.parkNanos(PAUSE_NANOS);
            name = now(prefix);
        }
        return name;
    }
}
