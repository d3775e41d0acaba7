// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.regions.keys.LogKey;
import io.domicile.regions.keys.LogKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Which generations of keys sign a region's logs: the newest, and for the time of an overlap the
/// one before it. Callers end transactions.
public final class ShardKeys {

    private final LogKeys keys;
    private final Duration overlap;
    private final Clock clock;
    private final Map<String, LogKey> opened = new ConcurrentHashMap<>();

    /// @param keys what holds them
    /// @param overlap how long the replaced generation signs beside the new one
    public ShardKeys(LogKeys keys, Duration overlap, Clock clock) {
        this.keys = keys;
        this.overlap = overlap;
        this.clock = clock;
    }

    /// Signs with what is in force now, the newest generation first. A log of which nothing was
    /// signed yet gets the newest.
    ///
    /// @param known the checkpoints that are known outside the database: one that no generation in
    ///   it has signed shows that it is older than a rotation. Which one signed is found by trial,
    ///   and has no end until the log's own entries say it
    /// @throws LogFailure.Damaged if one is not signed with any key that is here
    NoteSigner signer(Connection connection, String origin, List<Note> known) throws SQLException {
        var rows = new KeyRows(connection, origin);
        var verifiers = verifiers(rows.all().stream().flatMap(row -> row.vkeys().stream()));
        var unknown = known.stream().filter(note -> !isSigned(note, verifiers)).toList();
        var last = KeyRows.last(connection);
        for (var note : unknown) {
            insert(rows, find(origin, note, last.orElseGet(keys::newest)));
        }
        if (rows.all().isEmpty()) {
            insert(rows, keys.newest());
        }
        return signer(origin, inForce(rows));
    }

    private String find(String origin, Note note, String last) {
        return keys.candidates(last).stream()
                .filter(one -> isSigned(note, verifiers(vkeys(origin, one).stream())))
                .findFirst()
                .orElseThrow(() -> new LogFailure.Damaged("it is not signed by the log's keys"));
    }

    private static List<NoteVerifier> verifiers(Stream<String> vkeys) {
        return vkeys.flatMap(vkey -> NoteVerifier.parse(vkey).stream()).toList();
    }

    private static boolean isSigned(Note note, List<NoteVerifier> verifiers) {
        return verifiers.stream().anyMatch(verifier -> verifier.verifies(note));
    }

    /// The names of the generations that are in force now, the newest first.
    List<String> inForce(Connection connection, String origin) throws SQLException {
        return inForce(new KeyRows(connection, origin));
    }

    private List<String> inForce(KeyRows rows) throws SQLException {
        return rows.all().stream()
                .filter(one -> one.until().filter(end -> !end.isAfter(clock.instant())).isEmpty())
                .map(KeyRows.Row::generation)
                .toList();
    }

    /// Lets the next log begin with what is in force, or with a new generation alone.
    void begin(Connection connection, String before, String origin, boolean compromised)
            throws SQLException {
        var rows = new KeyRows(connection, origin);
        var old = new KeyRows(connection, before).all();
        if (compromised) {
            insert(rows, keys.next(old.getFirst().generation()));
            return;
        }
        for (var one : old.reversed()) {
            if (one.until().filter(end -> !end.isAfter(clock.instant())).isEmpty()) {
                rows.insert(
                        new KeyRows.Row(
                                one.generation(),
                                vkeys(origin, one.generation()),
                                one.begun(),
                                one.until()));
            }
        }
    }

    /// Puts a new generation in force.
    ///
    /// @return what the log is to say of it, as `name:value`
    List<String> rotate(Connection connection, String origin) throws SQLException {
        var rows = new KeyRows(connection, origin);
        var old = rows.all().getFirst().generation();
        var generation = keys.next(old);
        var until = clock.instant().plus(overlap).truncatedTo(ChronoUnit.SECONDS);
        rows.end(until, generation);
        insert(rows, generation);
        return new KeyStatement(origin, generation, until, vkeys(origin, generation))
                .signed(new NoteSigner(origin, open(old).ed25519()));
    }

    /// Remembers a rotation that a restored database does not know of.
    ///
    /// @param log which has the entry: the one that the statement is of, or the next
    void learn(Connection connection, KeyStatement statement, String log, Instant at)
            throws SQLException {
        var generation = statement.generation();
        learn(new KeyRows(connection, statement.origin()), statement, statement.vkeys(), at);
        if (!log.equals(statement.origin())) {
            learn(new KeyRows(connection, log), statement, vkeys(log, generation), at);
        }
    }

    private static void learn(KeyRows rows, KeyStatement statement, List<String> vkeys, Instant at)
            throws SQLException {
        rows.end(statement.until(), statement.generation());
        rows.replace(new KeyRows.Row(statement.generation(), vkeys, at, Optional.empty()));
    }

    private void insert(KeyRows rows, String generation) throws SQLException {
        var row =
                new KeyRows.Row(
                        generation,
                        vkeys(rows.origin(), generation),
                        clock.instant(),
                        Optional.empty());
        rows.insert(row);
    }

    private List<String> vkeys(String origin, String generation) {
        return signer(origin, List.of(generation)).vkeys();
    }

    private NoteSigner signer(String origin, List<String> generations) {
        return LogKey.signer(origin, generations.stream().map(this::open).toList(), clock);
    }

    private LogKey open(String generation) {
        return opened.computeIfAbsent(generation, keys::of);
    }
}
