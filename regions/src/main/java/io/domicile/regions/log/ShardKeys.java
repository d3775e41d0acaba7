// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

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

    /// Signs with what is in force now, the newest generation first. A log without a generation
    /// gets the newest.
    ///
    /// @param shown the published checkpoint: one that the newest generation signed shows that the
    ///   database is older than the rotation
    NoteSigner signer(Connection connection, String origin, Optional<Note> shown)
            throws SQLException {
        var rows = new KeyRows(connection, origin);
        if (rows.all().isEmpty()) {
            insert(rows, keys.newest());
        }
        if (rows.all().stream().noneMatch(one -> one.generation().equals(keys.newest()))
                && shown.filter(note -> isSigned(origin, note)).isPresent()) {
            rows.end(clock.instant().plus(overlap), keys.newest());
            insert(rows, keys.newest());
        }
        return signer(origin, inForce(rows));
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
    void learn(Connection connection, KeyStatement statement, Instant at) throws SQLException {
        var rows = new KeyRows(connection, statement.origin());
        rows.end(statement.until(), statement.generation());
        rows.insert(
                new KeyRows.Row(statement.generation(), statement.vkeys(), at, Optional.empty()));
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

    private boolean isSigned(String origin, Note note) {
        return vkeys(origin, keys.newest()).stream()
                .flatMap(vkey -> NoteVerifier.parse(vkey).stream())
                .anyMatch(verifier -> verifier.verifies(note));
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
