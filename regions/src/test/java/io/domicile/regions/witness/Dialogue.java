// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Hash;
import io.domicile.audit.Merkle;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a log and a witness say to each other, the same whoever wrote the witness. It follows the
/// course of the test that torchwood comes with.
///
/// @param witness knows the log, and saw nothing of it yet
/// @param key that its cosignatures must verify with
record Dialogue(WitnessAddress witness, GrowingLog log, NoteVerifier key) {

    /// Holds it.
    ///
    /// @param folder for a fork of the log
    void hold(Path folder) throws IOException, InterruptedException {
        grow();
        refuseForks(folder);
    }

    private void grow() throws IOException, InterruptedException {
        var one = log.grow(1);
        assertCosigned(one, log.ask(0, one));
        var three = log.grow(3);
        assertStatus(Reply.UNSIGNED, log.ask(1, spoiled(three)));
        assertStatus(Reply.UNKNOWN, body(1, List.of(), ofAnotherLog()));
        assertStatus(Reply.INCONSISTENT, body(1, List.of(), three));
        var wrong = new ArrayList<>(AddCheckpoint.parse(log.ask(1, three)).proof());
        Collections.reverse(wrong);
        assertStatus(Reply.INCONSISTENT, body(1, wrong, three));
        assertCosigned(three, log.ask(1, three));
        var five = log.grow(5);
        assertEquals(new Reply(Reply.STALE, "3\n"), witness.add(log.ask(1, five)));
        assertCosigned(five, log.ask(3, five));
        assertEquals(new Reply(Reply.STALE, "5\n"), witness.add(log.ask(0, five)));
        var many = log.grow(300);
        assertCosigned(many, log.ask(5, many));
        var most = log.grow(70_000);
        assertCosigned(most, log.ask(300, most));
        assertEquals(new Reply(Reply.STALE, "70000\n"), witness.add(log.ask(300, most)));
    }

    private void refuseForks(Path folder) throws IOException, InterruptedException {
        var fork = new GrowingLog(folder, "other ");
        var same = fork.grow(70_000);
        assertStatus(Reply.INCONSISTENT, fork.ask(70_000, same));
        var larger = fork.grow(70_001);
        assertStatus(Reply.INCONSISTENT, fork.ask(70_000, larger));
        assertStatus(Reply.MALFORMED, body(70_002, List.of(), larger));
        var honest = log.grow(70_001);
        assertCosigned(honest, log.ask(70_000, honest));
    }

    private void assertCosigned(Note note, byte[] body) throws IOException, InterruptedException {
        var reply = witness.add(body);
        assertEquals(Reply.COSIGNED, reply.status(), reply.body());
        var lines = reply.body().lines().map(Note.Signature::parse).toList();
        assertTrue(key.verifies(new Note(note.text(), lines)), reply.body());
    }

    private void assertStatus(int status, byte[] body) throws IOException, InterruptedException {
        var reply = witness.add(body);
        assertEquals(status, reply.status(), reply.body());
    }

    private static byte[] body(long old, List<Hash> proof, Note note) {
        return new AddCheckpoint(old, proof, note).bytes();
    }

    private static Note ofAnotherLog() {
        var signer = new NoteSigner("log.example/two", SigningKey.of(new byte[32]));
        return signer.sign(new Checkpoint("log.example/two", 1, Merkle.EMPTY_ROOT).text());
    }

    /// The log's line under a text that it did not sign.
    private Note spoiled(Note note) {
        return new Note(note.text(), log.sign(1, Merkle.EMPTY_ROOT).signatures());
    }
}
