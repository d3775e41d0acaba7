// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.Optional;
import java.util.regex.Pattern;

/// One of the logs of a region, which follow one another: `…/2026`, and the next year's, or
/// `…/2026b` after a log of that year had to be closed.
///
/// @param number which it is, from 1
/// @param origin its origin; the last segment is its name
/// @param size how many entries it has
/// @param minimum before which entry bundles may have been pruned
/// @param closing why it is to be closed or was, if so: `year` or `compromise`
/// @param closed whether its last entry says that it is closed
public record Shard(
        int number,
        String origin,
        long size,
        long minimum,
        Optional<String> closing,
        boolean closed) {

    /// Why a log is closed whose keys are not safe.
    public static final String COMPROMISE = "compromise";

    private static final Pattern NAME = Pattern.compile("([0-9]{4})([b-z]?)");

    /// Whether a text is the name of a shard.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// Whether the next log is to begin with new keys alone.
    public boolean isCompromised() {
        return closing.filter(COMPROMISE::equals).isPresent();
    }

    /// Its name: the last segment of its origin.
    public String name() {
        return nameOf(origin);
    }

    /// The name in an origin: its last segment.
    public static String nameOf(String origin) {
        return origin.substring(origin.lastIndexOf('/') + 1);
    }

    /// The year that it is named after.
    public static int year(String origin) {
        return Integer.parseInt(nameOf(origin).substring(0, 4));
    }

    /// The origin of the log that follows one.
    ///
    /// @param year the year that it is
    /// @throws IllegalStateException if the year has no names left
    public static String next(String origin, int year) {
        var name = NAME.matcher(nameOf(origin));
        if (!name.matches() || name.group(2).equals("z")) {
            throw new IllegalStateException("no log can follow " + origin);
        }
        var letter = name.group(2).isEmpty() ? 'b' : (char) (name.group(2).charAt(0) + 1);
        var next = year > year(origin) ? Integer.toString(year) : name.group(1) + letter;
        return origin.substring(0, origin.lastIndexOf('/') + 1) + next;
    }
}
