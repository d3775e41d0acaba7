// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the caller of a residence says for the audit log; the residence adds id, time, region,
/// pseudonym, commitment and key. The components mean what those of [io.domicile.audit.Entry] mean;
/// what was asked is kept beside the entry.
///
/// @param reference the caller's reference to its reason; the log only commits to it, the text
///   itself is sealed under the subject's key
public record Note(
        String type,
        String tenant,
        String act,
        Optional<String> from,
        Optional<String> to,
        List<String> labels,
        Optional<String> purpose,
        List<String> rules,
        List<String> law,
        Optional<String> policy,
        Optional<String> revision,
        Optional<String> facts,
        String actor,
        String result,
        Optional<Asked> asked,
        Optional<String> reference) {

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}");

    public Note {
        if (!reference.map(Note::isReference).orElse(true)) {
            throw new IllegalArgumentException("a reference is a code, not a text");
        }
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }

    /// The same with further labels.
    public Note labelled(List<String> further) {
        var all = Stream.concat(labels.stream(), further.stream()).toList();
        return new Note(
                type, tenant, act, from, to, all, purpose, rules, law, policy, revision, facts,
                actor, result, asked, reference);
    }

    /// Whether a text is a code or ticket number, up to 64 letters, digits and `._/#-`: too short
    /// for a story.
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }
}
