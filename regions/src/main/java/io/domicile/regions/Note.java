// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;
import java.util.Optional;

/// What the caller of a residence says for the audit log; the residence adds id, time, region,
/// pseudonym, commitment and key. The components mean what those of [io.domicile.audit.Entry] mean;
/// of the facts the entry has only a MAC.
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
        Optional<Asked> facts,
        String actor,
        String result) {

    public Note {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }
}
