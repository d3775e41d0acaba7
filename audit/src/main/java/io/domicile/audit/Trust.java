// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whose signatures a log is verified by.
///
/// @param keys the log's keys, at least one
/// @param keysFrom who says that they are the log's: [#ARGUMENT], [#POLICY] or [#LOG]
/// @param policy whose witnesses count, if that is said
/// @param binding whether the policy must be satisfied: it was given, and did not come with the log
record Trust(List<NoteVerifier> keys, String keysFrom, Optional<Policy> policy, boolean binding) {
    static final String ARGUMENT = "argument";
    static final String POLICY = "policy";
    static final String LOG = "log";

    private static final String ALL_KEYS = "log.keys";

    Trust {
        keys = List.copyOf(keys);
    }

    /// What the caller said.
    ///
    /// @param keys may be empty
    record Given(List<NoteVerifier> keys, Optional<Policy> policy) {
        static final Given NOTHING = new Given(List.of(), Optional.empty());

        Given {
            keys = List.copyOf(keys);
        }
    }

    /// What the caller said and, where that leaves something open, what the log offers.
    ///
    /// @param offered the policy that comes with the log, if one does
    /// @throws LogFailure.Damaged if nobody names a key
    static Trust of(Given given, LogReader log, Optional<Policy> offered) {
        var named = given.policy.map(p -> p.logs().stream().map(Policy.Log::key).toList());
        var policy = given.policy.or(() -> offered);
        if (!given.keys.isEmpty()) {
            return new Trust(given.keys, ARGUMENT, policy, given.policy.isPresent());
        }
        return named.filter(keys -> !keys.isEmpty())
                .map(keys -> new Trust(keys, POLICY, policy, true))
                .orElseGet(() ->
                        new Trust(offered(log, policy), LOG, policy, given.policy.isPresent()));
    }

    /// The vkeys in a file, one on each line; those of kinds that are not known are passed over.
    ///
    /// @return none if a line is not a vkey
    static List<NoteVerifier> keys(byte[] file) {
        var lines = lines(file);
        return lines.stream().allMatch(NoteVerifier::isVkey)
                ? lines.stream().flatMap(line -> NoteVerifier.parse(line).stream()).toList()
                : List.of();
    }

    private static List<String> lines(byte[] file) {
        var text = new String(file, StandardCharsets.UTF_8);
        var end = text.endsWith("\n") ? text.length() - 1 : text.length();
        return List.of(text.substring(0, end).split("\n", -1));
    }

    private static List<NoteVerifier> offered(LogReader log, Optional<Policy> policy) {
        var first =
                log.read(TileFiles.KEY)
                        .orElseThrow(() ->
                                new LogFailure.Damaged(
                                        "log.pub is missing, so there is no key to check the signature with"));
        var keys = new ArrayList<>(keys(first));
        if (keys.size() != 1 || lines(first).size() != 1) {
            throw new LogFailure.Damaged("log.pub does not hold a public key");
        }
        log.read(ALL_KEYS).map(Trust::keys).ifPresent(keys::addAll);
        policy.ifPresent(p -> p.logs().forEach(l -> keys.add(l.key())));
        var origin = keys.getFirst().name();
        var seen = new ArrayList<String>();
        keys.removeIf(key -> !key.name().equals(origin) || !addNew(seen, key.toString()));
        return keys;
    }

    private static boolean addNew(List<String> seen, String key) {
        return !seen.contains(key) && seen.add(key);
    }

    /// Opens the log's checkpoint: checks all signatures of known keys.
    ///
    /// @throws LogFailure.Damaged if it cannot be trusted, with the reason
    Opened open(Note note, Instant now) {
        var checkpoint = Checkpoint.parse(note);
        for (var key : keys) {
            if (key.check(note) == NoteVerifier.Outcome.INVALID) {
                throw new LogFailure.Damaged("a signature is not that of " + key.shortName());
            }
        }
        var signers = keys.stream().filter(key -> key.verifies(note)).toList();
        if (signers.isEmpty()) {
            throw new LogFailure.Damaged("it is not signed by " + keys.getFirst().shortName());
        }
        if (signers.stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
            throw new LogFailure.Damaged("it is of another log than " + signers.getFirst().name());
        }
        var verdict = policy.map(p -> p.check(note, now));
        verdict.filter(_ -> binding)
                .flatMap(Policy.Verdict::refusal)
                .ifPresent(why -> {
                    throw new LogFailure.Damaged(why);
                });
        return new Opened(note, checkpoint, signers, verdict);
    }

    /// A checkpoint that can be trusted.
    ///
    /// @param signers the log's keys that signed it
    /// @param verdict what the policy says of it, if there is one
    record Opened(
            Note note,
            Checkpoint checkpoint,
            List<NoteVerifier> signers,
            Optional<Policy.Verdict> verdict) {
        Opened {
            signers = List.copyOf(signers);
        }

        /// The witnesses that confirmed it.
        List<Policy.Confirmation> confirmations() {
            return verdict.map(Policy.Verdict::confirmations).orElse(List.of());
        }
    }
}
