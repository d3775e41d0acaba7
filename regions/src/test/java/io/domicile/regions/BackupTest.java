// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.domicile.regions.log.LogState;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.postgres.InstalledPostgres;
import io.domicile.regions.store.Schema;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Backups by PostgreSQL's own tools, as `docs/backup.md` has them, of a database that an operator
/// runs.
@QuarkusTest
@WithTestResource(BackupTest.Operated.class)
class BackupTest {

    private static final RegionId NL = RegionId.of("nl");
    private static final int RECORDS = 150;
    private static final String BACKUP = Schema.Group.BACKUP.in(NL);

    /// What a residence can tell without its database, what an operator needs to see, and the way
    /// out.
    private static final Set<String> OUTSIDE =
            Set.of(
                    "region",
                    "suite",
                    "hasLocalKeys",
                    "hasCertifiedKeys",
                    "token",
                    "holder",
                    "formatKey",
                    "pseudonym",
                    "refusedLogin",
                    "today",
                    "origin",
                    "log",
                    "logKeys",
                    "policy",
                    "witness",
                    "witnessTallies",
                    "shards",
                    "state",
                    "keks",
                    "lastRetention",
                    "keyHolder",
                    "premises",
                    "transfers",
                    "recover",
                    "lost",
                    "toString");

    private static final AtomicInteger RUN = new AtomicInteger();

    @Inject Residences residences;

    @ConfigProperty(name = "domicile.home")
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final int run = RUN.incrementAndGet();
    private final String erased = "u-erased-" + run;
    private final List<Receipt> ofErased = new ArrayList<>();
    private final List<Receipt> ofOthers = new ArrayList<>();

    /// Names the place of the database, also while the gateway is stopped.
    private @Nullable Residence place;

    @BeforeEach
    void store() {
        Operated.require();
        place = residence();
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < RECORDS; i++) {
            waiting.add(residence().admit(Samples.deposit(erased, "canary-erased " + i)));
            waiting.add(residence().admit(Samples.deposit("u-kept-" + i % 20, "canary-kept " + i)));
        }
        for (int i = 0; i < waiting.size(); i += 2) {
            ofErased.add(Samples.done(waiting.get(i)));
            ofOthers.add(Samples.done(waiting.get(i + 1)));
        }
        Samples.awaitPublished(residence());
    }

    @Test
    void a_long_lived_backup_opens_nothing_of_who_was_erased_after_it_and_everything_of_others()
            throws Exception {
        // given
        var records = dumpOfRecords();
        long known = published();
        erase();
        var later = Samples.done(residence().admit(Samples.deposit("u-later", "canary-later")));
        Samples.awaitPublished(residence());
        residences.close();
        var keys = dump("--schema=perishable");

        // when
        restore(records, keys);
        residences.open();

        // then
        assertRefusesAll();
        assertEquals(Optional.empty(), residence().recover(known + 1, Samples.TENANT, "operator"));
        var recovered = residence().recover(known, Samples.TENANT, "operator").orElseThrow();
        assertEquals(
                new Recovered(known, recovered.entries(), recovered.entries(), 1, 1, 1), recovered);
        assertGoesOn();
        assertEquals(
                new Opened.Absent(),
                residence().open(Samples.TENANT, later.record().orElseThrow()));
        assertEquals(Optional.empty(), residence().recover(known, Samples.TENANT, "operator"));
    }

    @Test
    void a_full_backup_with_old_keys_opens_nothing_before_and_nothing_erased_after_a_recovery()
            throws Exception {
        // given
        var full = dump();
        long known = published();
        var wrapped = wrapped();
        erase();
        Samples.awaitPublished(residence());
        residences.close();

        // when
        restore(full);
        residences.open();

        // then
        assertEquals(wrapped, wrapped(), "the old key is back");
        assertRefusesAll();
        assertEquals(
                Optional.of(1L),
                residence().recover(known, Samples.TENANT, "operator").map(Recovered::keys));
        assertEquals(List.of(), wrapped());
        assertGoesOn();
    }

    @Test
    void a_long_lived_backup_has_no_key_no_clear_text_and_no_pseudonym() throws Exception {
        // given
        var secrets = new ArrayList<>(wrapped());
        secrets.addAll(ofSubject("pseudonym"));
        assertEquals(2, secrets.size());
        var texts = List.of("canary-erased", "canary-kept", erased, "u-kept-1");

        // when
        var records = text(dumpOfRecords("--format=plain"));
        var full = text(dump("--format=plain"));

        // then
        for (var secret : secrets) {
            assertTrue(full.contains(secret), "the search finds what is there");
            assertFalse(records.contains(secret));
        }
        for (var text : texts) {
            assertFalse(full.contains(text));
            assertFalse(
                    full.contains(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))));
        }
        assertFalse(records.contains("perishable.subject_key"));
        var refused = assertThrows(AssertionError.class, () -> dump("--role=" + BACKUP));
        assertTrue(String.valueOf(refused.getMessage()).contains("permission denied"));
    }

    @Test
    void records_that_come_back_beside_newer_tombstones_stay_erased_and_are_swept_again()
            throws Exception {
        // given
        var records = dumpOfRecords();
        var keys = dump("--schema=perishable", "--data-only");
        erase();
        Samples.await(() -> envelopes().equals("0"));
        Samples.awaitPublished(residence());
        residences.close();

        // when
        execute("truncate record");
        restoreRecords(records);
        var back = envelopes();
        execute(
                "truncate perishable.subject_key, perishable.kek, perishable.blind_index,"
                        + " perishable.legal_hold, perishable.access, perishable.access_kind,"
                        + " perishable.access_log");
        tool("pg_restore", "--dbname=domicile", "--data-only", keys.toString());
        var keysBack = wrapped();
        residences.open();

        // then
        assertEquals(Integer.toString(RECORDS), back);
        assertEquals(1, keysBack.size());
        assertEquals(List.of(), wrapped());
        assertGoesOn();
    }

    private Residence residence() {
        return residences.at(NL);
    }

    private Residence place() {
        return Objects.requireNonNull(place);
    }

    private void erase() {
        var erasure = residence().erase(Samples.TENANT, erased, Samples.note("erase"));
        assertEquals(1, erasure.keys().size());
    }

    private long published() {
        return residence().state().published();
    }

    /// The wrapped keys of the erased subject's records, in hex.
    private List<String> wrapped() {
        return ofSubject("wrapped");
    }

    private List<String> ofSubject(String column) {
        return Superuser.all(
                place(),
                "select distinct encode(k."
                        + column
                        + ", 'hex') from perishable.subject_key k join record r on r.key_id = k.id"
                        + " where r.id = '"
                        + ofErased.getFirst().record().orElseThrow().uuid()
                        + "'");
    }

    /// How many of the erased subject's records still have their envelope.
    private String envelopes() {
        return Superuser.query(
                place(),
                "select count(*) from record where envelope is not null and key_id ="
                        + " (select key_id from record where id = ?)",
                ofErased.getFirst().record().orElseThrow().uuid());
    }

    /// Nothing comes out of the database, and nothing goes into it.
    private void assertRefusesAll() {
        assertEquals(LogState.ROLLED_BACK, residence().state().log());
        for (var receipt : List.of(ofErased.getFirst(), ofOthers.getFirst())) {
            var id = receipt.record().orElseThrow();
            assertThrows(ResidenceUnavailable.class, () -> residence().open(Samples.TENANT, id));
        }
        Samples.unavailable(residence().admit(Samples.deposit("u-new", "text")));
        for (var method : Residence.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && isQuestion(method)) {
                var refused =
                        assertThrows(
                                InvocationTargetException.class,
                                () -> method.invoke(residence(), nothing(method)),
                                method::getName);
                assertInstanceOf(ResidenceUnavailable.class, refused.getCause(), method::getName);
            }
        }
    }

    private static boolean isQuestion(Method method) {
        return !OUTSIDE.contains(method.getName())
                && !CompletionStage.class.equals(method.getReturnType());
    }

    /// Arguments that no method gets as far as to look at.
    private static @Nullable Object[] nothing(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null)
                .toArray();
    }

    /// The region serves: nothing of who was erased, and everything of others.
    private void assertGoesOn() {
        Samples.await(() -> residence().state().log() == LogState.RUNNING);
        for (var receipt : ofErased) {
            var id = receipt.record().orElseThrow();
            assertEquals(new Opened.Erased(id), residence().open(Samples.TENANT, id));
        }
        for (int i = 0; i < ofOthers.size(); i++) {
            assertEquals("canary-kept " + i, Samples.read(residence(), ofOthers.get(i)));
        }
        var next = Samples.done(residence().admit(Samples.deposit(erased, "after")));
        assertEquals("after", Samples.read(residence(), next));
        Samples.await(() -> envelopes().equals("0"));
        Samples.awaitPublished(residence());
        assertEquals(Verify.FINE, Samples.verify(residence()));
    }

    /// As the backup's role, which is shown all rows but must not be let off row-level security.
    private Path dumpOfRecords(String... options) throws IOException {
        var all = new ArrayList<>(List.of(options));
        all.addAll(
                List.of(
                        "--role=" + BACKUP,
                        "--enable-row-security",
                        "--exclude-schema=perishable"));
        return dump(all.toArray(String[]::new));
    }

    private Path dump(String... options) throws IOException {
        var file = Files.createTempFile(home, "backup", ".dump");
        var all = new ArrayList<>(List.of("--dbname=domicile", "--file=" + file));
        all.add("--format=custom");
        all.addAll(List.of(options));
        tool("pg_dump", all.toArray(String[]::new));
        return file;
    }

    /// Puts a new database in place of the one that is there.
    private void restore(Path... dumps) {
        tool("psql", "--dbname=postgres", "--command=drop database domicile");
        tool(
                "psql",
                "--dbname=postgres",
                "--command=create database domicile owner domicile_owner");
        for (var dump : dumps) {
            tool("pg_restore", "--dbname=domicile", "--exit-on-error", dump.toString());
        }
    }

    private void restoreRecords(Path dump) {
        var arguments =
                new ArrayList<>(List.of("--dbname=domicile", "--data-only", "--exit-on-error"));
        Superuser.all(
                        place(),
                        "select 'record' union select inhrelid::regclass::text from pg_inherits"
                                + " where inhparent = 'record'::regclass")
                .forEach(table -> arguments.add("--table=" + table));
        arguments.add(dump.toString());
        tool("pg_restore", arguments.toArray(String[]::new));
    }

    private void execute(String sql) {
        tool("psql", "--dbname=domicile", "--command=" + sql);
    }

    private void tool(String name, String... arguments) {
        var unused =
                InstalledPostgres.find()
                        .orElseThrow()
                        .run(home.resolve("nl/postgres"), name, arguments);
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /// A database for `nl` that is not the gateway's own.
    public static final class Operated implements QuarkusTestResourceLifecycleManager {

        private static final String PASSWORD = "only-a-test";

        private final FreshHome home = new FreshHome();
        private @Nullable EmbeddedPostgres cluster;

        /// Skips the test where the machine has no PostgreSQL with its tools.
        static void require() {
            assumeTrue(
                    InstalledPostgres.find().isPresent(),
                    "no PostgreSQL server with pg_dump: apt install postgresql");
        }

        @Override
        public Map<String, String> start() {
            var properties = new HashMap<>(home.start());
            InstalledPostgres.find()
                    .ifPresent(installed -> properties.putAll(start(installed, properties)));
            return properties;
        }

        private Map<String, String> start(InstalledPostgres installed, Map<String, String> home) {
            var folder = Path.of(home.getOrDefault("domicile.home", ""));
            var started = installed.start(folder, "nl");
            cluster = started;
            try (var connection =
                            DriverManager.getConnection(
                                    started.jdbcUrl("postgres"),
                                    EmbeddedPostgres.SUPERUSER,
                                    started.password());
                    var statement = connection.createStatement()) {
                for (var role : List.of("gateway", "sequencer", "owner")) {
                    statement.execute(
                            "create role domicile_" + role + " login password '" + PASSWORD + "'");
                }
                statement.execute("alter role domicile_owner createrole");
                statement.execute("create database domicile owner domicile_owner");
                var password = Files.writeString(folder.resolve("roles"), PASSWORD + "\n");
                var prefix = "domicile.regions.nl.";
                return Map.of(
                        prefix + "jdbc-url", started.jdbcUrl("domicile"),
                        prefix + "owner.username", "domicile_owner",
                        prefix + "owner.password-file", password.toString(),
                        prefix + "gateway.username", "domicile_gateway",
                        prefix + "sequencer.username", "domicile_sequencer",
                        prefix + "sequencer.password-file", password.toString(),
                        prefix + "gateway.password-file", password.toString());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            if (cluster != null) {
                cluster.close();
            }
            home.stop();
        }
    }
}
