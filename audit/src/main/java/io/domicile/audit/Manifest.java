// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an export says it has, in `archive.json`: a flat object.
///
/// @param scope the entries that were asked for
/// @param tenant whether only one tenant's entries were given, as lines without their bundles
record Manifest(String origin, long size, String root, Scope scope, boolean tenant) {
    static final String NAME = "archive.json";

    /// @throws LogFailure.Damaged if it is not one
    static Manifest parse(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        var first = number(text, "first");
        var count = number(text, "count");
        var size = number(text, "size");
        if (first > size || count > size - first) {
            throw new LogFailure.Damaged(NAME + " speaks of entries that the log does not have");
        }
        return new Manifest(
                member(text, "origin").orElse(""),
                size,
                member(text, "root").orElse(""),
                new Scope(first, first + count),
                member(text, "tenant").filter(tenant -> !tenant.equals("null")).isPresent());
    }

    /// The entries whose bundles must be there.
    Scope bundles() {
        return tenant ? new Scope(0, 0) : scope;
    }

    private static long number(String text, String name) {
        return member(text, name)
                .filter(number -> number.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(
                        () -> new LogFailure.Damaged(NAME + " has no number \"" + name + "\""));
    }

    private static Optional<String> member(String text, String name) {
        var member = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}\\s]+)").matcher(text);
        return member.find() ? Optional.of(member.group(1)) : Optional.empty();
    }
}
