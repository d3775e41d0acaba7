// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Verifies one published log from its checkpoint down to every entry.
final class Verification {
    private static final int CONCURRENT_REQUESTS = 16;

    private final LogReader log;
    private final Optional<NoteVerifier> pinned;

    /// @param pinned the key that the log must be signed with; without one, the key that the log
    ///   itself offers is taken
    Verification(LogReader log, Optional<NoteVerifier> pinned) {
        this.log = log;
        this.pinned = pinned;
    }

    /// @throws LogFailure.Unavailable if a file cannot be read
    Report run(LongConsumer progress) {
        if (pinned.isPresent()) {
            return checkSignature(new Report.Key(pinned.get(), Report.Key.ARGUMENT), progress);
        }
        var offered = log.read(TileFiles.KEY);
        if (offered.isEmpty()) {
            return Report.failed(
                    "log.pub is missing, so there is no key to check the signature with",
                    Optional.empty(),
                    TileFiles.KEY);
        }
        return parseKey(offered.get())
                .map(key -> checkSignature(new Report.Key(key, Report.Key.LOG), progress))
                .orElseGet(() ->
                        Report.failed(
                                "log.pub does not hold a public key",
                                Optional.empty(),
                                TileFiles.KEY));
    }

    /// A vkey on one line, with or without the newline at its end.
    static Optional<NoteVerifier> parseKey(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        return NoteVerifier.parse(
                text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    private Report checkSignature(Report.Key key, LongConsumer progress) {
        var note = log.read(TileFiles.CHECKPOINT);
        if (note.isEmpty()) {
            return Report.failed("checkpoint is missing", Optional.of(key), TileFiles.CHECKPOINT);
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.open(Note.parse(note.get()), key.verifier());
        } catch (LogFailure.Damaged e) {
            return Report.failed(
                    "checkpoint cannot be trusted: " + e.getMessage(),
                    Optional.of(key),
                    TileFiles.CHECKPOINT);
        }
        return checkEntries(checkpoint, key, progress).at(checkpoint);
    }

    private Report checkEntries(Checkpoint checkpoint, Report.Key key, LongConsumer progress) {
        var check = new LogCheck(log, checkpoint.size(), progress);
        var fault = check.run(concurrency());
        if (fault.isPresent()) {
            return Report.failed(fault.get(), key);
        }
        if (!check.root().equals(checkpoint.root())) {
            return Report.failed(
                    "the entries give another root than the one checkpoint is signed for: "
                            + check.root(),
                    Optional.of(key),
                    TileFiles.CHECKPOINT);
        }
        return Report.whole(sentence(checkpoint, key), key);
    }

    private static String sentence(Checkpoint checkpoint, Report.Key key) {
        return checkpoint.origin()
                + " holds "
                + Fault.number(checkpoint.size())
                + (checkpoint.size() == 1 ? " entry" : " entries")
                + ", complete, in order and unchanged; signed by "
                + key.verifier().shortName();
    }

    private int concurrency() {
        return log instanceof HttpLog
                ? CONCURRENT_REQUESTS
                : Runtime.getRuntime().availableProcessors();
    }
}
