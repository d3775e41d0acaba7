// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a verification found.
///
/// @param ok whether the log is whole and signed
/// @param message one sentence for people, which names the first bad entry and the file
/// @param details more sentences for people: when it happened, and what still holds
/// @param trust whose signatures it was checked by
/// @param opened what the log commits to, once its signatures held
/// @param span when the first and the last entry happened; of a log with a fault, between when and
///   when the first bad entry did
/// @param seen how many entries were there and hashed
/// @param provable how many entries can be proven in spite of the fault
/// @param index the first bad entry, if the fault is in the entries or their hashes
/// @param file the file with the fault
record Report(
        boolean ok,
        String message,
        List<String> details,
        Optional<Trust> trust,
        Optional<Trust.Opened> opened,
        Span span,
        Optional<Long> seen,
        Optional<Long> provable,
        Optional<Long> index,
        Optional<String> file) {

    Report {
        details = List.copyOf(details);
    }

    static Report ok(String message, List<String> details) {
        return new Report(
                true,
                message,
                details,
                Optional.empty(),
                Optional.empty(),
                Span.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Report failed(String message, String file) {
        return unavailable(message).in(file);
    }

    static Report failed(Fault fault, List<String> details, Span span, long provable) {
        return new Report(
                false,
                fault.message(),
                details,
                Optional.empty(),
                Optional.empty(),
                span,
                Optional.empty(),
                Optional.of(provable),
                Optional.of(fault.index()),
                Optional.of(fault.file().toString()));
    }

    static Report unavailable(String message) {
        return new Report(
                false,
                message,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Span.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Report by(Trust used) {
        return new Report(
                ok, message, details, Optional.of(used), opened, span, seen, provable, index, file);
    }

    Report at(Trust.Opened signed) {
        return new Report(
                ok,
                message,
                details,
                trust,
                Optional.of(signed),
                span,
                seen,
                provable,
                index,
                file);
    }

    Report saw(long entries, Span when) {
        return new Report(
                ok,
                message,
                details,
                trust,
                opened,
                when,
                Optional.of(entries),
                provable,
                index,
                file);
    }

    private Report in(String name) {
        return new Report(
                ok,
                message,
                details,
                trust,
                opened,
                span,
                seen,
                provable,
                index,
                Optional.of(name));
    }

    /// The checkpoint that the log is signed for.
    Optional<Checkpoint> checkpoint() {
        return opened.map(Trust.Opened::checkpoint);
    }

    /// The report as one JSON object; a member without a value is `null`.
    String json() {
        var members = new HashMap<String, @Nullable Object>();
        members.put("ok", ok);
        members.put("message", message);
        members.put("details", details);
        members.put("origin", checkpoint().map(Checkpoint::origin).orElse(null));
        members.put("size", checkpoint().map(Checkpoint::size).orElse(null));
        members.put("root", checkpoint().map(c -> c.root().toString()).orElse(null));
        members.put("key", trust.map(t -> t.keys().getFirst().toString()).orElse(null));
        members.put("keyFrom", trust.map(Trust::keysFrom).orElse(null));
        members.put(
                "signedBy",
                opened.map(o -> o.signers().stream().map(NoteVerifier::toString).toList())
                        .orElse(null));
        members.put(
                "confirmedBy",
                opened.map(o -> o.confirmations().stream().map(Report::json).toList())
                        .orElse(null));
        members.put("firstTime", span.from().map(Instant::toString).orElse(null));
        members.put("lastTime", span.to().map(Instant::toString).orElse(null));
        members.put("seen", seen.orElse(null));
        members.put("provable", provable.orElse(null));
        members.put("firstBadIndex", index.orElse(null));
        members.put("file", file.orElse(null));
        return Json.write(members);
    }

    private static Map<String, String> json(Policy.Confirmation confirmation) {
        return Map.of(
                "witness", confirmation.witness().name(),
                "key", confirmation.witness().key().toString(),
                "time", confirmation.time().toString());
    }
}
