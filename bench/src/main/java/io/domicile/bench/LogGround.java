// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import io.domicile.audit.Algorithm;
import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.keys.LogKey;
import io.domicile.regions.keys.LogKeys;
import io.domicile.regions.log.LogHome;
import io.domicile.regions.log.RegionLog;
import io.domicile.regions.log.ShardKeys;
import io.domicile.regions.log.Shards;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// A region's database and log in a folder of their own, without a gateway.
final class LogGround implements AutoCloseable {

    private static final RegionId REGION = RegionId.of("nl");

    private final Path home;
    private final EmbeddedPostgres cluster;
    private final Database database;

    LogGround() throws IOException, SQLException {
        home = Files.createTempDirectory("domicile-bench");
        var programs = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        cluster =
                EmbeddedPostgres.start(
                        new EmbeddedPostgres.Place(home, programs, "nobody", true), REGION.code());
        database =
                new Database(
                        cluster.jdbcUrl("postgres"),
                        EmbeddedPostgres.SUPERUSER,
                        cluster.password());
        Schema.migrate(REGION, database);
        execute(RecordTransactions.CHAIN);
    }

    Database database() {
        return database;
    }

    /// Begins to place and publish. Signs as a gateway does: Ed25519 and ML-DSA-44.
    RegionLog open() {
        var clock = Clock.systemUTC();
        var shards = Shards.begin(database, "bench.localhost/nl", home.resolve("log"), clock);
        var keys = new ShardKeys(new OneKey(), Duration.ofDays(30), clock);
        return RegionLog.open(
                database, new LogHome(REGION, shards, keys, home.resolve("guard"), clock));
    }

    void execute(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// One generation of keys for ever.
    private record OneKey() implements LogKeys {

        @Override
        public String newest() {
            return "log";
        }

        @Override
        public List<String> candidates(String known) {
            return List.of(newest());
        }

        @Override
        public String next(String generation) {
            return newest();
        }

        @Override
        public LogKey of(String generation) {
            var seed = new byte[32];
            var second = new LogKey.Other(Algorithm.ML_DSA_44, SigningKey.mlDsa44(seed));
            return new LogKey(SigningKey.of(seed), List.of(second));
        }
    }
}
