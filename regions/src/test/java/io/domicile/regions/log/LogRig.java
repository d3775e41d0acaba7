// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.Samples;
import io.domicile.regions.keys.LogKeys;
import io.domicile.regions.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A log without a gateway: its tables, its files and its guard, and what may happen to them.
final class LogRig implements AutoCloseable {

    static final SigningKey KEY = SigningKey.of(new byte[32]);

    private static final UUID HOLDER = new UUID(0, 1);

    private static final List<String> TABLES =
            List.of(
                    "audit_outbox",
                    "audit_tree",
                    "audit_bundle",
                    "audit_tile",
                    "audit_index",
                    "audit_pub",
                    "audit_key",
                    "audit_lost");

    private final Database owner;
    private final Path home;
    private final LogHome log;
    private final String origin;
    private Connection connection;
    private LogTables tables;

    /// @param owner of a database whose log begins anew
    /// @param home the folder of files and guard
    LogRig(Database owner, Path home) throws SQLException {
        this(owner, home, new TestLogKeys(KEY), Clock.systemUTC());
    }

    /// @param keys what signs
    /// @param clock tells the year, and when a key's time is over
    LogRig(Database owner, Path home, LogKeys keys, Clock clock) throws SQLException {
        this.owner = owner;
        this.home = home;
        this.connection = connect(owner);
        execute("truncate " + String.join(", ", TABLES));
        connection.commit();
        this.log = log(owner, home, keys, clock);
        this.origin = log.shards().origin();
        this.tables = new LogTables(connection, origin, HOLDER);
    }

    /// The log of a region that signs with one key.
    static LogHome log(Database owner, Path home) {
        return log(owner, home, new TestLogKeys(KEY), Clock.systemUTC());
    }

    private static LogHome log(Database owner, Path home, LogKeys keys, Clock clock) {
        return new LogHome(
                RegionId.of("nl"),
                Shards.begin(owner, "audit.test/nl", home.resolve("log"), clock),
                new ShardKeys(keys, Duration.ofDays(30), clock),
                home.resolve("guard"),
                clock);
    }

    private static Connection connect(Database owner) throws SQLException {
        var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        connection.setAutoCommit(false);
        return connection;
    }

    /// What a process does that is killed while it works.
    interface Work {
        void run() throws SQLException;
    }

    /// Does work until it waits for the lock of a table, and ends the process there: its connection
    /// is cut off, and it does nothing more.
    void dieAt(String table, Work work) throws SQLException {
        int victim = Integer.parseInt(query("select pg_backend_pid()"));
        connection.rollback();
        try (var blocker = connect(owner);
                var statement = blocker.createStatement()) {
            statement.execute("lock table " + table + " in share row exclusive mode");
            var death = CompletableFuture.runAsync(() -> attempt(work));
            Samples.await(() ->
                    isTrue(
                            blocker,
                            "select exists (select from pg_locks where not granted and pid = "
                                    + victim
                                    + ")"));
            statement.execute("select pg_terminate_backend(" + victim + ")");
            blocker.commit();
            try {
                death.join();
                throw new AssertionError("it did not die");
            } catch (CompletionException e) {
                connection.close();
            }
        }
        connection = connect(owner);
        tables = new LogTables(connection, origin, HOLDER);
    }

    private static void attempt(Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }

    private static boolean isTrue(Connection connection, String sql) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new TablesFailed(e);
        }
    }

    String origin() {
        return origin;
    }

    Connection connection() {
        return connection;
    }

    LogHome home() {
        return log;
    }

    LogOrders orders() {
        return new LogOrders(owner, log, () -> {});
    }

    LogTables tables() {
        return tables;
    }

    Path folder() {
        return log.shards().folder();
    }

    Path guardFile() {
        return home.resolve("guard").resolve(origin.replace('/', '+'));
    }

    Guard guard() {
        return new Guard(home.resolve("guard"), origin);
    }

    /// Lets entries wait.
    void add(int from, int to) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into audit_outbox (event_id, entry) select id,"
                                + " convert_to('{\"act\":\"store\",\"id\":\"' || id"
                                + " || '\",\"t\":\"2026-11-21T00:00:00Z\"}', 'UTF8') from"
                                + " generate_series(?, ?) i,"
                                + " cast(lpad(to_hex(i), 32, '0') as uuid) id order by i")) {
            insert.setInt(1, from);
            insert.setInt(2, to);
            insert.executeUpdate();
        }
        connection.commit();
    }

    Sequencer sequencer() throws SQLException {
        return Sequencer.begin(tables);
    }

    Publisher publisher(Sequencer sequencer) throws SQLException {
        return publisher(sequencer, KEY);
    }

    Publisher publisher(Sequencer sequencer, SigningKey key) throws SQLException {
        var signer = new NoteSigner(origin, key);
        return Publisher.resume(
                tables, new TileFiles(folder()), guard(), signer, sequencer, log.witnesses());
    }

    /// Lets entries wait, and places and publishes them.
    void publish(int from, int to) throws SQLException {
        add(from, to);
        restart();
    }

    /// Does what a gateway does when it starts, once, and lets go of the log.
    void restart() throws SQLException {
        var sequencer = sequencer();
        var publisher = publisher(sequencer);
        sequencer.step();
        publisher.publish();
        tables.release();
        connection.commit();
    }

    RegionLog open() {
        return RegionLog.open(owner, log);
    }

    RegionLog open(Duration patience) {
        return RegionLog.open(owner, log, patience);
    }

    long recover(long from, Recovery.Listener listener) throws SQLException {
        long added = Recovery.run(connection, log, from, listener);
        connection.commit();
        return added;
    }

    /// The checkpoint that everybody can see.
    String shown() throws IOException {
        return Files.readString(folder().resolve("checkpoint"));
    }

    String guarded() {
        return guard().read().map(note -> new String(note.bytes(), UTF_8)).orElse("");
    }

    static Note note(String text) {
        return Note.parse(text.getBytes(UTF_8));
    }

    int verify() {
        return Verify.run("verify", new String[] {folder().toString()}, System.out, System.err);
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /// Takes the tables of the log back to a state of before.
    ///
    /// @param name of the copy that [#copy] made
    void restore(String name) throws SQLException {
        for (var table : TABLES) {
            execute("truncate " + table);
            execute(
                    "insert into "
                            + table
                            + " overriding system value table "
                            + name
                            + "_"
                            + table);
        }
        connection.commit();
    }

    /// Makes a copy of the log's tables.
    void copy(String name) throws SQLException {
        for (var table : TABLES) {
            execute("create temporary table " + name + "_" + table + " as table " + table);
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
