// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Says of a log without a fault what was seen, and by whom it is vouched for.
///
/// @param seen how many entries were there and hashed
/// @param span when the first and the last of them happened
record Whole(Trust.Opened opened, long seen, Span span) {

    Report report() {
        var days = span.days().map(d -> ", " + d + ",").orElse(",");
        var message =
                opened.checkpoint().origin()
                        + " holds "
                        + Fault.counted(size(), "entry", "entries")
                        + (seen == size()
                                ? days + " complete, in order and unchanged"
                                : partly(days))
                        + "; signed by "
                        + opened.signers().stream()
                                .map(NoteVerifier::shortName)
                                .collect(Collectors.joining(" and "))
                        + confirmed();
        return Report.ok(message, details()).saw(seen, span);
    }

    private long size() {
        return opened.checkpoint().size();
    }

    private String partly(String days) {
        return "; here are "
                + Fault.number(seen)
                + " of them"
                + days
                + " unchanged and in their places";
    }

    private String confirmed() {
        var count = opened.confirmations().size();
        return count == 0 ? "" : "; confirmed by " + Fault.counted(count, "witness", "witnesses");
    }

    private List<String> details() {
        var details = new ArrayList<String>();
        if (seen < size()) {
            details.add(
                    "Not seen: %s. Only their hashes are here, and what they said is not checked."
                            .formatted(Fault.counted(size() - seen, "entry", "entries")));
        }
        opened.confirmations()
                .forEach(c ->
                        details.add(
                                "Confirmed by %s at %s."
                                        .formatted(c.witness().key().name(), c.time())));
        opened.verdict()
                .flatMap(Policy.Verdict::refusal)
                .ifPresent(why -> details.add("By the log's own policy, " + why + "."));
        return details;
    }
}
