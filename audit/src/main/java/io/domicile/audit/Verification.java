// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// Verifies one log from its checkpoint down to every entry.
final class Verification {
    private static final int CONCURRENT_REQUESTS = 16;

    private final LogReader log;
    private final Optional<Archive> archive;
    private final Trust.Given given;
    private final Optional<Note> since;
    private final boolean pruned;
    private final InstantSource clock;

    /// @param given the keys and the policy that the log is to be verified by; what they leave
    ///   open, the log itself says
    /// @param since a checkpoint of the log that was seen before
    /// @param pruned whether entries may be missing that the log's file `retention` says are gone,
    ///   though no entry of the log says so
    Verification(
            Source source,
            Trust.Given given,
            Optional<Note> since,
            boolean pruned,
            InstantSource clock) {
        this.log = source.log();
        this.archive = source.archive();
        this.given = given;
        this.since = since;
        this.pruned = pruned;
        this.clock = clock;
    }

    /// @throws LogFailure.Unavailable if a file cannot be read
    /// @throws IllegalArgumentException if the earlier checkpoint is not one of this log
    Report run(Progress progress) {
        Optional<Policy> offered;
        try {
            offered = policy().map(Policy::parse);
        } catch (LogFailure.Damaged e) {
            return Report.failed(e.getMessage(), TileFiles.POLICY);
        }
        Trust trust;
        try {
            trust = Trust.of(given, log, offered);
        } catch (LogFailure.Damaged e) {
            return Report.failed(e.getMessage(), TileFiles.KEY);
        }
        requireSigned(trust);
        return checkSignatures(trust, progress).by(trust);
    }

    /// The policy that comes with the log.
    private Optional<byte[]> policy() {
        return archive.flatMap(a -> a.read(TileFiles.POLICY)).or(() -> log.read(TileFiles.POLICY));
    }

    private void requireSigned(Trust trust) {
        if (since.isPresent()
                && trust.keys().stream().noneMatch(key -> key.verifies(since.get()))) {
            throw new IllegalArgumentException(
                    "The checkpoint that was kept is not signed by a key of this log.");
        }
    }

    private Report checkSignatures(Trust trust, Progress progress) {
        var file = log.read(TileFiles.CHECKPOINT);
        if (file.isEmpty()) {
            return Report.failed("checkpoint is missing", TileFiles.CHECKPOINT);
        }
        Trust.Opened opened;
        try {
            opened = trust.open(Note.parse(file.get()), clock.instant());
        } catch (LogFailure.Damaged e) {
            return Report.failed(
                    "checkpoint cannot be trusted: " + e.getMessage(), TileFiles.CHECKPOINT);
        }
        return check(opened, progress).at(opened);
    }

    private Report check(Trust.Opened opened, Progress progress) {
        Optional<Manifest> manifest;
        try {
            manifest = manifest();
        } catch (LogFailure.Damaged e) {
            return Report.failed(e.getMessage(), Manifest.NAME);
        }
        var checkpoint = opened.checkpoint();
        var published = Scope.of(log, checkpoint.size());
        var wanted = manifest.map(Manifest::bundles).orElse(new Scope(0, checkpoint.size()));
        var scope = published.and(wanted);
        var check = new LogCheck(log, checkpoint.size(), scope, progress);
        var fault = check.run(concurrency());
        if (fault.isPresent()) {
            return explain(fault.get(), checkpoint);
        }
        if (!check.root().equals(checkpoint.root())) {
            return Report.failed(
                    "the entries give another root than the one checkpoint is signed for: "
                            + check.root(),
                    TileFiles.CHECKPOINT);
        }
        return unexplained(checkpoint, wanted, published.first())
                .or(() -> beside(opened, manifest))
                .orElseGet(() -> new Whole(opened, check.seen(), check.span()).report());
    }

    /// Whether bundles are missing that only the file `retention` says were pruned.
    private Optional<Report> unexplained(Checkpoint checkpoint, Scope wanted, long minimum) {
        var pruning = new Pruning(log, checkpoint.origin(), checkpoint.size());
        return pruned
                        || minimum <= wanted.first()
                        || !pruning.isMissing(wanted.first(), minimum)
                        || pruning.reaches(minimum)
                ? Optional.empty()
                : Optional.of(
                        Report.failed(
                                "entries before "
                                        + Fault.number(minimum)
                                        + " are missing, and no entry of this log says that they"
                                        + " were pruned; if one of a later log does, verify with"
                                        + " --pruned",
                                Scope.RETENTION));
    }

    private Optional<Manifest> manifest() {
        return archive.filter(Archive::isExport)
                .map(a ->
                        a.read(Manifest.NAME)
                                .orElseThrow(() ->
                                        new LogFailure.Damaged(Manifest.NAME + " is missing")))
                .map(Manifest::parse);
    }

    /// What is wrong beside the entries and their hashes: with an earlier checkpoint, or with the
    /// other files of an export.
    private Optional<Report> beside(Trust.Opened opened, Optional<Manifest> manifest) {
        return since.flatMap(before -> new Continuation(log, before).check(opened.checkpoint()))
                .map(wrong -> Report.failed(wrong, TileFiles.CHECKPOINT))
                .or(() ->
                        manifest.flatMap(m ->
                                        new ArchiveCheck(archive.orElseThrow(), m, opened.note())
                                                .check())
                                .map(f -> Report.failed(f.message(), f.file())));
    }

    private Report explain(Fault fault, Checkpoint checkpoint) {
        var times = new EntryTimes(log, checkpoint.size());
        var window = new Span(times.before(fault.index() - 1), times.after(fault.index() + 1));
        var provable = Provable.count(log, checkpoint);
        var details = new ArrayList<String>();
        window.window().ifPresent(details::add);
        details.add(
                "Still proven by the signed root: %s of %s."
                        .formatted(
                                Fault.number(provable),
                                Fault.counted(checkpoint.size(), "entry", "entries")));
        return Report.failed(fault, details, window, provable);
    }

    private int concurrency() {
        return log instanceof HttpLog
                ? CONCURRENT_REQUESTS
                : 2 * Runtime.getRuntime().availableProcessors();
    }
}
