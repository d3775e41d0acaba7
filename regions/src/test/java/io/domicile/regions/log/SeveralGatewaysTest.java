// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several gateways on one database, of which each would write the log.
class SeveralGatewaysTest {

    private static final int WRITERS = 16;
    private static final int EVENTS = 200;

    private static FreshDatabase database;

    @TempDir Path home;
    private LogRig rig;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        rig = new LogRig(database.owner(), home);
    }

    @AfterEach
    void end() throws SQLException {
        rig.close();
    }

    /// An event in the order of all that happened: between these two ticks it was written.
    private record Event(UUID id, long begun, long done) {}

    @Test
    void what_was_written_before_something_else_began_stands_before_it_whoever_writes_the_log()
            throws Exception {
        // given
        var ticks = new AtomicLong();
        var events = new ConcurrentLinkedQueue<Event>();

        // when
        try (var one = rig.open();
                var other = rig.open();
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < WRITERS; i++) {
                running.add(writers.submit(() -> write(ticks, events)));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                expireLease();
            }
            for (var writer : running) {
                writer.get();
            }
            int all = WRITERS * EVENTS;
            Samples.await(() -> Math.max(one.published(), other.published()) == all);
            assertEquals(LogState.RUNNING, one.state());
            assertEquals(LogState.RUNNING, other.state());
        }

        // then
        assertEquals(Verify.FINE, rig.verify());
        assertOrdered(List.copyOf(events));
    }

    @Test
    void two_that_both_believe_to_lead_place_every_entry_once() throws Exception {
        // given
        var placed = new AtomicInteger();
        rig.add(1, 3000);

        // when
        try (var threads = Executors.newFixedThreadPool(4)) {
            var leaders = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) {
                leaders.add(threads.submit(() -> lead(placed)));
            }
            for (int from = 3001; from <= 9000; from += 100) {
                rig.add(from, from + 99);
            }
            for (var leader : leaders) {
                leader.get();
            }
        }

        // then
        assertEquals(9000, placed.get());
        assertEquals("9000", rig.query("select size from audit_tree"));
        assertEquals("9000", rig.query("select count(*) from audit_index"));
        expireLease();
        rig.restart();
        assertEquals(Verify.FINE, rig.verify());
    }

    /// Takes the log over again and again, with the holder that all of these leaders share.
    private Void lead(AtomicInteger placed) throws SQLException {
        try (var connection = connect()) {
            connection.setAutoCommit(false);
            var tables = new LogTables(connection, rig.origin(), new UUID(0, 7));
            while (placed.get() < 9000) {
                try {
                    var sequencer = Sequencer.begin(tables);
                    placed.addAndGet(sequencer.step());
                    placed.addAndGet(sequencer.step());
                } catch (SQLException e) {
                    assertEquals(Sequencer.OVERTAKEN, e.getSQLState());
                    connection.rollback();
                }
            }
        }
        return null;
    }

    private Void write(AtomicLong ticks, ConcurrentLinkedQueue<Event> events) throws SQLException {
        try (var connection = connect();
                var insert =
                        connection.prepareStatement(
                                "insert into audit_outbox (event_id, entry) values (?, 'entry')")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < EVENTS; i++) {
                var id = UUID.randomUUID();
                long begun = ticks.incrementAndGet();
                insert.setObject(1, id);
                insert.executeUpdate();
                connection.commit();
                events.add(new Event(id, begun, ticks.incrementAndGet()));
            }
        }
        return null;
    }

    /// The lease of whoever writes the log is over: any gateway may take it.
    private void expireLease() throws SQLException {
        rig.execute("update audit_tree set held_until = clock_timestamp(), holder = null");
        rig.connection().commit();
    }

    private void assertOrdered(List<Event> events) throws SQLException {
        var places = new ArrayList<UUID>();
        try (var statement = rig.connection().createStatement();
                var rows =
                        statement.executeQuery("select event_id from audit_index order by idx")) {
            while (rows.next()) {
                places.add(rows.getObject(1, UUID.class));
            }
        }
        var byId = new HashMap<UUID, Event>();
        events.forEach(event -> byId.put(event.id(), event));
        assertEquals(events.size(), places.size());
        assertEquals(byId.keySet(), Set.copyOf(places));
        long earliestDone = Long.MAX_VALUE;
        for (var id : places.reversed()) {
            var event = Objects.requireNonNull(byId.get(id));
            assertTrue(event.begun() < earliestDone, "something stands after what came later");
            earliestDone = Math.min(earliestDone, event.done());
        }
    }

    private static Connection connect() throws SQLException {
        var owner = database.owner();
        return DriverManager.getConnection(owner.url(), owner.user(), owner.password());
    }
}
