// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Optional;

/// Compares a log with a checkpoint of it that somebody kept: whether it only grew since.
///
/// @param log whose tiles were checked
/// @param before the checkpoint that was kept, whose signature was checked
record Continuation(LogReader log, Note before) {

    /// What is wrong, as a sentence; empty if the log continues what it was.
    Optional<String> check(Checkpoint now) {
        var then = Checkpoint.parse(before);
        if (then.size() > now.size()) {
            return Optional.of(
                    "the log was rolled back: it had %s and has %s now"
                            .formatted(entries(then.size()), entries(now.size())));
        }
        var continued =
                then.size() == now.size()
                        ? then.root().equals(now.root())
                        : then.size() == 0
                                || Consistency.of(then.size(), now.size(), log)
                                        .proves(then.root(), now.root());
        return continued
                ? Optional.empty()
                : Optional.of(
                        "the log was forked: the first %s are not those of the checkpoint that was kept"
                                .formatted(entries(then.size())));
    }

    private static String entries(long size) {
        return Fault.counted(size, "entry", "entries");
    }
}
