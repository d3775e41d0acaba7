// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an entry `log.key.rotated` says: the vkeys of a new generation, signed with the Ed25519 key
/// of the one before.
///
/// @param origin of which log
/// @param generation the new generation's name
/// @param until when the old one stops signing
/// @param vkeys the new generation's public keys
record KeyStatement(String origin, String generation, Instant until, List<String> vkeys) {

    private static final String TITLE = "domicile/log-keys/v1";

    /// The labels of the entry: `log:`, `generation:`, `until:`, one `vkey:` for each key, and
    /// `signature:`, the line under the note of [#text]. The entry may stand in the log that
    /// follows.
    List<String> signed(NoteSigner old) {
        var line = old.sign(text()).signatures().getFirst();
        var labels = new ArrayList<String>();
        labels.add("log:" + origin);
        labels.add("generation:" + generation);
        labels.add("until:" + until);
        vkeys.forEach(vkey -> labels.add("vkey:" + vkey));
        labels.add("signature:" + line.value());
        return labels;
    }

    /// The text that is signed: title, origin, generation, end of the old one and the vkeys, a line
    /// each.
    String text() {
        var lines = new ArrayList<>(List.of(TITLE, origin, generation, until.toString()));
        lines.addAll(vkeys);
        return String.join("\n", lines) + "\n";
    }

    /// Reads an entry's labels.
    ///
    /// @return empty if they are not those of such an entry
    static Optional<KeyStatement> read(List<String> labels) {
        var origin = values(labels, "log:");
        var generation = values(labels, "generation:");
        var until = values(labels, "until:");
        var vkeys = values(labels, "vkey:");
        return origin.isEmpty() || generation.isEmpty() || until.isEmpty() || vkeys.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new KeyStatement(
                                origin.getFirst(),
                                generation.getFirst(),
                                Instant.parse(until.getFirst()),
                                vkeys));
    }

    /// The note that the labels of its entry make: who has the old key can verify it.
    Note note(List<String> labels) {
        var line = new Note.Signature(origin, values(labels, "signature:").getFirst());
        return new Note(text(), List.of(line));
    }

    private static List<String> values(List<String> labels, String name) {
        return labels.stream()
                .filter(label -> label.startsWith(name))
                .map(label -> label.substring(name.length()))
                .toList();
    }
}
