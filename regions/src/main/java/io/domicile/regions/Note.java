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
/// @param credential what the caller signed in with; the log has its pseudonym alone
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
        Optional<String> reference,
        Optional<Credential> credential) {

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/#-]{0,63}");

    public Note {
        if (!reference.map(Note::isReference).orElse(true)) {
            throw new IllegalArgumentException("a reference is a code, not a text");
        }
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }

    /// A note of what nobody signed in for.
    public Note(
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
        this(
                type,
                tenant,
                act,
                from,
                to,
                labels,
                purpose,
                rules,
                law,
                policy,
                revision,
                facts,
                actor,
                result,
                asked,
                reference,
                Optional.empty());
    }

    /// What the gateway did of itself: codes and counts alone.
    ///
    /// @param tenant whose event it is; `*` if it is nobody's
    public static Note ofGateway(String type, String tenant, String act, List<String> labels) {
        return new Note(
                type,
                tenant,
                act,
                Optional.empty(),
                Optional.empty(),
                labels,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "gateway",
                "ok",
                Optional.empty(),
                Optional.empty());
    }

    /// The same with further labels.
    public Note labelled(List<String> further) {
        var all = Stream.concat(labels.stream(), further.stream()).toList();
        return new Note(
                type,
                tenant,
                act,
                from,
                to,
                all,
                purpose,
                rules,
                law,
                policy,
                revision,
                facts,
                actor,
                result,
                asked,
                reference,
                credential);
    }

    /// Whether a text is a code or ticket number, up to 64 letters, digits and `._/#-`: too short
    /// for a story.
    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }
}
