// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose signatures make a checkpoint trustworthy ([tlog-policy](https://c2sp.org/tlog-policy)):
/// one of the logs, and enough of the witnesses.
///
/// @param logs the logs that are accepted; a key's name is its log's origin. Without any, every log
///   is
/// @param witnesses the witnesses that may confirm a checkpoint
/// @param groups groups of witnesses and of groups before them
/// @param quorum the witness or group that must have confirmed; [#NONE] if nobody need
public record Policy(List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
    /// The quorum that asks for nobody.
    public static final String NONE = "none";

    /// How far a witness' clock may be ahead of ours.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    public Policy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
    }

    /// A log.
    ///
    /// @param url where it is served, if that is said
    public record Log(NoteVerifier key, Optional<String> url) {}

    /// A witness.
    ///
    /// @param name how this policy calls it
    /// @param key a key for cosignatures
    /// @param url the prefix of its submission address, if that is said
    public record Witness(String name, NoteVerifier key, Optional<String> url) {}

    /// Witnesses of whom some must have confirmed.
    ///
    /// @param threshold how many, from 1 to the number of members
    /// @param members names of witnesses and of groups before this one
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /// A witness' word that it has seen the log grow to that checkpoint and never shrink or fork.
    ///
    /// @param time when it said so
    public record Confirmation(Witness witness, Instant time) {}

    /// What a policy says of a note.
    ///
    /// @param signers the keys of the log that signed it
    /// @param confirmations the witnesses that confirmed it
    /// @param refusal why it is not satisfied, for people; empty if it is
    public record Verdict(
            List<NoteVerifier> signers,
            List<Confirmation> confirmations,
            Optional<String> refusal) {
        public Verdict {
            signers = List.copyOf(signers);
            confirmations = List.copyOf(confirmations);
        }

        /// Whether the note is to be trusted.
        public boolean isSatisfied() {
            return refusal.isEmpty();
        }
    }

    /// Reads a policy file strictly.
    ///
    /// @throws LogFailure.Damaged with the line and what is wrong with it
    public static Policy parse(byte[] file) {
        return parse(file, List.of());
    }

    /// Reads a policy file strictly.
    ///
    /// @param more kinds of log keys that are known beside those in [Algorithm]
    /// @throws LogFailure.Damaged with the line and what is wrong with it
    public static Policy parse(byte[] file, List<? extends SignatureKind> more) {
        return new PolicyFile(more).read(file);
    }

    /// The policy as a file.
    public byte[] bytes() {
        var text = new StringBuilder();
        logs.forEach(log -> line(text, "log " + log.key, log.url));
        witnesses.forEach(w -> line(text, "witness " + w.name + " " + w.key, w.url));
        for (var group : groups) {
            var members = String.join(" ", group.members);
            line(
                    text,
                    "group " + group.name + " " + group.threshold + " " + members,
                    Optional.empty());
        }
        line(text, "quorum " + quorum, Optional.empty());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Judges a note. A signature that claims to be of a key of this policy and is not spoils the
    /// note, and a confirmation from more than five minutes ahead does not count.
    ///
    /// @param now what time it is
    /// @throws LogFailure.Damaged if the note is not a checkpoint
    public Verdict check(Note note, Instant now) {
        var origin = Checkpoint.parse(note).origin();
        var signers =
                logs.stream()
                        .map(Log::key)
                        .filter(key -> key.name().equals(origin) && key.verifies(note))
                        .toList();
        var confirmations =
                witnesses.stream()
                        .flatMap(w -> w.key.time(note).map(t -> new Confirmation(w, t)).stream())
                        .filter(c -> !c.time.isAfter(now.plus(AHEAD)))
                        .toList();
        return new Verdict(signers, confirmations, refusal(note, signers, confirmations));
    }

    private Optional<String> refusal(
            Note note, List<NoteVerifier> signers, List<Confirmation> confirmations) {
        var keys = new ArrayList<NoteVerifier>();
        logs.forEach(log -> keys.add(log.key));
        witnesses.forEach(witness -> keys.add(witness.key));
        var forged =
                keys.stream()
                        .filter(k -> k.check(note) == NoteVerifier.Outcome.INVALID)
                        .findFirst();
        if (forged.isPresent()) {
            return Optional.of("a signature is not that of " + forged.get().shortName());
        }
        if (signers.isEmpty() && !logs.isEmpty()) {
            return Optional.of("it is not signed by a log of the policy");
        }
        return confirmed(confirmations).contains(quorum)
                ? Optional.empty()
                : Optional.of(
                        "the policy's quorum \""
                                + quorum
                                + "\" is not reached: "
                                + Fault.counted(confirmations.size(), "witness", "witnesses")
                                + " of "
                                + witnesses.size()
                                + " confirmed it");
    }

    /// Whether its quorum is there without any witness.
    public boolean needsNobody() {
        return confirmed(List.of()).contains(quorum);
    }

    /// The names of the witnesses and groups that have confirmed, and [#NONE].
    private Set<String> confirmed(List<Confirmation> confirmations) {
        var names = new HashSet<>(Set.of(NONE));
        confirmations.forEach(c -> names.add(c.witness.name));
        for (var group : groups) {
            if (group.members.stream().filter(names::contains).count() >= group.threshold) {
                names.add(group.name);
            }
        }
        return names;
    }

    private static void line(StringBuilder text, String line, Optional<String> url) {
        text.append(line).append(url.map(u -> " " + u).orElse("")).append('\n');
    }
}
