// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.List;
import java.util.Optional;

/// What the caller of a residence says for the audit log; the residence adds id, time, region,
/// pseudonym, commitment and key. The components mean what those of [io.domicile.audit.Entry] mean;
/// what was asked is kept beside the entry.
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
        Optional<Asked> asked) {

    public Note {
        labels = List.copyOf(labels);
        rules = List.copyOf(rules);
        law = List.copyOf(law);
    }
}
