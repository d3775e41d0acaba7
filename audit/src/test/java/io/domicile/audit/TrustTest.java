// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whose signatures and confirmations a verification goes by.
class TrustTest {
    private static final NoteSigner BOTH =
            MemoryLog.SIGNER.with(Algorithm.ML_DSA_44, SigningKey.mlDsa44(Witnesses.seed(1)));
    private static final String WITNESSES =
            "log "
                    + MemoryLog.SIGNER.vkey()
                    + "\n"
                    + "witness one "
                    + Witnesses.ed25519(1).vkey()
                    + "\n"
                    + "witness two "
                    + Witnesses.ed25519(2).vkey()
                    + "\n"
                    + "group both all one two\nquorum both\n";

    private final MemoryLog log = MemoryLog.of(300);
    private final Note plain = Note.parse(log.file("checkpoint"));

    @BeforeEach
    void sign() {
        var both = BOTH.sign(plain.text());
        log.files.put("checkpoint", confirmed(both, 1, 2).bytes());
        log.files.put("log.keys", (String.join("\n", BOTH.vkeys()) + "\n").getBytes(UTF_8));
    }

    @Test
    void all_known_lines_of_the_log_are_checked_and_named() {
        var report = log.verify();
        assertTrue(report.ok(), report.message());
        assertEquals(2, report.opened().orElseThrow().signers().size());
        for (var vkey : BOTH.vkeys()) {
            assertTrue(report.message().contains(Witnesses.verifier(vkey).shortName()));
        }
    }

    @Test
    void a_spoiled_second_line_spoils_the_log() {
        var note = BOTH.sign(plain.text());
        var other = BOTH.sign(new Checkpoint(MemoryLog.ORIGIN, 0, Merkle.EMPTY_ROOT).text());
        var forged = List.of(note.signatures().getFirst(), other.signatures().getLast());
        log.files.put("checkpoint", new Note(note.text(), forged).bytes());
        assertFalse(log.verify().ok());
    }

    @Test
    void a_policy_that_is_met_names_the_witnesses() {
        var report = log.verify(policy(WITNESSES));
        assertTrue(report.ok(), report.message());
        assertTrue(report.message().endsWith("; confirmed by 2 witnesses"), report.message());
        assertEquals(
                "Confirmed by example.com/w1 at 2026-11-20T20:14:00Z.",
                report.details().getFirst());
        assertEquals("policy", report.trust().orElseThrow().keysFrom());
    }

    @Test
    void a_policy_that_is_not_met_fails_the_log_and_says_why() {
        log.files.put("checkpoint", confirmed(plain, 2).bytes());
        var report = log.verify(policy(WITNESSES));
        assertFalse(report.ok());
        assertEquals(
                "checkpoint cannot be trusted: the policy's quorum \"both\" is not reached: 1 witness of 2 confirmed it",
                report.message());
    }

    @Test
    void a_policy_that_came_with_the_log_tells_but_does_not_decide() {
        log.files.put("policy.tlog-policy", WITNESSES.getBytes(UTF_8));
        assertTrue(log.verify().message().endsWith("; confirmed by 2 witnesses"));
        log.files.put("checkpoint", plain.bytes());
        var report = log.verify();
        assertTrue(report.ok());
        assertTrue(report.details().getFirst().startsWith("By the log's own policy, "));
        log.files.put("policy.tlog-policy", "quorum\n".getBytes(UTF_8));
        assertFalse(log.verify().ok());
    }

    @Test
    void a_policy_for_another_log_is_not_met() {
        var other = new NoteSigner("audit.localhost/cn/2026", new byte[32]).vkey();
        assertFalse(log.verify(policy("log " + other + "\nquorum none\n")).ok());
    }

    @Test
    void entries_are_missing_as_long_as_no_entry_says_that_they_were_pruned() {
        // given
        var pruned =
                "{\"act\":\"log.pruned\",\"actor\":\"gateway\",\"class\":[\"log:%s\",\"from:0\",\"minimum:256\"],\"v\":1}";
        var entries = MemoryLog.entries(0, 300);
        entries.add(pruned.formatted(MemoryLog.ORIGIN).getBytes(UTF_8));
        var foreign = MemoryLog.entries(0, 300);
        foreign.add(pruned.formatted("audit.localhost/nl/2025").getBytes(UTF_8));

        // when
        var told = withoutFirst(MemoryLog.of(Tree.empty().append(entries)));
        var untold = withoutFirst(MemoryLog.of(300));
        var ofAnother = withoutFirst(MemoryLog.of(Tree.empty().append(foreign)));

        // then
        assertTrue(told.verify().ok(), told.verify().message());
        assertFalse(untold.verify().ok());
        assertTrue(
                untold.verify().message().startsWith("entries before 256 are missing"),
                untold.verify().message());
        assertFalse(ofAnother.verify().ok());
        told.files.put("retention", "minimum-index 300\n".getBytes(UTF_8));
        assertFalse(told.verify().ok(), "more than the entry says");
    }

    private static MemoryLog withoutFirst(MemoryLog log) {
        log.files.remove("tile/entries/000");
        log.files.put("retention", "minimum-index 256\n".getBytes(UTF_8));
        return log;
    }

    @Test
    void pruned_entries_are_said_to_be_missing() {
        log.files.put("retention", "origin x\nminimum-index 256\n".getBytes(UTF_8));
        assertTrue(pruned().message().contains("complete, in order and unchanged"));
        log.files.remove("tile/entries/000");
        var report = pruned();
        assertTrue(report.ok(), report.message());
        assertEquals(Optional.of(44L), report.seen());
        assertTrue(
                report.message()
                        .contains(
                                "holds 300 entries; here are 44 of them, unchanged and in their places"),
                report.message());
        assertTrue(report.details().getFirst().startsWith("Not seen: 256 entries."));
        log.files.put("retention", "minimum-index 255\n".getBytes(UTF_8));
        assertEquals(Optional.of(0L), pruned().index());
        log.files.put("retention", "minimum-index 256\n".getBytes(UTF_8));
        log.files.put("tile/0/000", Spoil.flip(log.file("tile/0/000"), 9, 1));
        assertFalse(pruned().ok());
        log.files.remove("tile/0/000");
        assertFalse(pruned().ok());
    }

    /// What is said of a log whose file `retention` is believed.
    private Report pruned() {
        return MemoryLog.verification(log, Trust.Given.NOTHING, Optional.empty(), true)
                .run((entries, size) -> {});
    }

    private static Note confirmed(Note note, int... witnesses) {
        for (var number : witnesses) {
            note = note.with(List.of(Witnesses.ed25519(number).cosign(note)));
        }
        return note;
    }

    private static Trust.Given policy(String text) {
        return new Trust.Given(List.of(), Optional.of(Policy.parse(text.getBytes(UTF_8))));
    }
}
