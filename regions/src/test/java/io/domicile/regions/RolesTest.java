// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each login of a region's database may do, on a real server.
class RolesTest {

    private static final RegionId NL = RegionId.of("nl");
    private static final String DENIED = "42501";

    private static final List<String> AUDIT_TABLES =
            List.of(
                    "audit_outbox",
                    "audit_detail",
                    "audit_detail_other",
                    "audit_tree",
                    "audit_bundle",
                    "audit_tile",
                    "audit_index",
                    "audit_pub",
                    "audit_key",
                    "disclosure",
                    "disclosure_step",
                    "disclosure_subject");

    @TempDir static Path home;
    private static EmbeddedPostgres cluster;
    private static Foundation foundation;
    private static Database reader;
    private static Database backup;

    @BeforeAll
    static void start() throws SQLException {
        var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        cluster =
                EmbeddedPostgres.start(
                        new EmbeddedPostgres.Place(home, binaries, "nobody", true), "nl");
        foundation = Foundation.embedded(cluster);
        Schema.migrate(NL, foundation.owner());
        admit(Schema.Group.GATEWAY, foundation.gateway());
        admit(Schema.Group.SEQUENCER, foundation.sequencer());
        reader = login("reports");
        admit(Schema.Group.READER, reader);
        backup = login("copies");
        admit(Schema.Group.BACKUP, backup);
        as(
                foundation.owner(),
                List.of(),
                "insert into perishable.kek values ('kek', default, now())");
        for (var tenant : List.of("a", "a", "b")) {
            as(foundation.owner(), List.of(), insertRecord(tenant), insertKey(tenant));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void admit(Schema.Group group, Database login) {
        Schema.admit(NL, foundation.owner(), group, login.user());
    }

    private static Database login(String name) throws SQLException {
        var superuser =
                new Database(
                        foundation.owner().url(), EmbeddedPostgres.SUPERUSER, cluster.password());
        as(superuser, List.of(), "create role " + name + " login password 'only-a-test'");
        return new Database(superuser.url(), name, "only-a-test");
    }

    static Stream<String> changesOfAuditRows() {
        var column =
                List.of(
                        "entry",
                        "sealed",
                        "sealed",
                        "size",
                        "data",
                        "data",
                        "leaf",
                        "note",
                        "vkeys",
                        "document",
                        "document",
                        "sealed");
        var all = new ArrayList<String>();
        for (int i = 0; i < AUDIT_TABLES.size(); i++) {
            var table = AUDIT_TABLES.get(i);
            var set = column.get(i) + " = " + column.get(i);
            all.add("update " + table + " set " + set);
            all.add("delete from " + table);
            all.add("truncate " + table);
            all.add("merge into " + table + " using (select 1) x on true when matched then delete");
            all.add("select 1 from " + table + " for update");
            all.add("lock table " + table + " in access exclusive mode");
            all.add("alter table " + table + " add more text");
            all.add("alter table " + table + " disable trigger all");
            all.add("alter table " + table + " disable row level security");
            all.add("alter table " + table + " owner to current_user");
            all.add("drop table " + table);
            all.add("create rule gone as on insert to " + table + " do instead nothing");
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("changesOfAuditRows")
    void the_gateway_changes_no_audit_row(String sql) {
        assertEquals(DENIED, refused(foundation.gateway(), List.of("a"), sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into audit_outbox (event_id, entry) values (gen_random_uuid(), 'x')"
                        + " on conflict (event_id) do update set entry = excluded.entry",
                "insert into audit_detail values (gen_random_uuid(), 'a', gen_random_uuid(), 'x')"
                        + " on conflict (event_id) do update set sealed = excluded.sealed",
                "insert into audit_tree values ('x', 0, '', 0)",
                "copy audit_index from stdin",
                "copy audit_pub from program 'true'",
                "copy record to program 'true'",
                "drop policy named_tenants on audit_detail",
                "set role domicile_owner",
                "set role domicile_nl_sequencer",
                "set role postgres",
                "set session authorization domicile_owner",
                "set session_replication_role = replica",
                "update record set envelope = envelope",
                "delete from record",
                "update perishable.subject_key set wrapped = wrapped",
                "update register set document = document",
                "select * from record_other",
                "select * from retention",
                "alter table record detach partition record_other",
                "create table more (id integer)"
            })
    void the_gateway_may_not(String sql) {
        assertEquals(DENIED, refused(foundation.gateway(), List.of("a"), sql));
    }

    @Test
    void the_gateway_loads_no_audit_details_past_the_tenants_policy() {
        assertNotEquals(
                "", refused(foundation.gateway(), List.of("a"), "copy audit_detail from stdin"));
    }

    @Test
    void the_gateway_adds_audit_rows() throws SQLException {
        var added =
                as(
                        foundation.gateway(),
                        List.of("a"),
                        "insert into audit_detail values (gen_random_uuid(), 'a', gen_random_uuid(), 'x')",
                        "insert into audit_outbox (event_id, entry) values (gen_random_uuid(), 'x')",
                        "select count(*) from audit_detail");
        assertEquals("1", added);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from record",
                "select id from record_other",
                "select event_id from audit_detail",
                "select id from perishable.subject_key",
                "select id from perishable.kek",
                "select key_mac from idempotency",
                "select tenant from register",
                "select id from decision",
                "select key_id from erased_key",
                "insert into audit_outbox (event_id, entry) values (gen_random_uuid(), 'x')",
                "update audit_outbox set entry = entry",
                "update audit_index set leaf = leaf",
                "delete from audit_index",
                "update audit_pub set note = note",
                "delete from audit_pub",
                "delete from audit_bundle",
                "delete from audit_tree",
                "update audit_tree set closing = 'compromise'",
                "update audit_tree set minimum = 1",
                "update audit_key set vkeys = vkeys",
                "update audit_key set until = null",
                "delete from audit_key",
                "select * from audit_hold",
                "truncate audit_outbox"
            })
    void the_sequencer_may_not(String sql) {
        assertEquals(DENIED, refused(foundation.sequencer(), List.of("a"), sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from record",
                "select envelope from record",
                "select key_id from record",
                "select record from record",
                "select envelope from record_other",
                "select wrapped from perishable.subject_key",
                "select pseudonym from perishable.subject_key",
                "select id from perishable.subject_key",
                "select sealed from audit_detail",
                "select answer from idempotency",
                "select entry from audit_outbox",
                "select person from export_person",
                "delete from record",
                "update retention set removed = 0"
            })
    void the_reader_may_not(String sql) {
        assertEquals(DENIED, refused(reader, List.of("a"), sql));
    }

    @Test
    void the_reader_sees_the_records_of_all_tenants_without_their_content() throws SQLException {
        assertEquals("3", as(reader, List.of(), "select count(expires_at) from record"));
        assertEquals("3", as(reader, List.of(), "select count(kek) from perishable.subject_key"));
    }

    @Test
    void the_backup_reads_every_row_but_those_that_must_perish() throws SQLException {
        // given
        var tables =
                """
                select string_agg(oid::regclass::text, ',') from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                """;

        for (var table : as(foundation.owner(), List.of(), tables).split(",", -1)) {
            // when
            var count = "select count(*) from " + table;

            // then
            assertEquals(as(foundation.owner(), List.of(), count), as(backup, List.of(), count));
        }
        assertEquals(DENIED, refused(backup, List.of(), "select id from perishable.subject_key"));
        assertEquals(DENIED, refused(backup, List.of(), "select id from perishable.kek"));
        assertEquals(DENIED, refused(backup, List.of(), "delete from record"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "perishable.subject_key"})
    void a_transaction_sees_the_rows_of_the_tenants_that_it_names(String table)
            throws SQLException {
        var count = "select count(*) from " + table;
        assertEquals("0", as(foundation.gateway(), List.of(), count));
        assertEquals("2", as(foundation.gateway(), List.of("a"), count));
        assertEquals("1", as(foundation.gateway(), List.of("b"), count));
        assertEquals("3", as(foundation.gateway(), List.of("a", "b"), count));
        assertEquals("0", as(foundation.gateway(), List.of("c"), count));
        assertEquals("0", as(foundation.gateway(), List.of("*"), count));
    }

    @Test
    void a_name_holds_for_one_transaction_of_a_connection() throws SQLException {
        try (var connection = foundation.gateway().connect()) {
            assertEquals("2", run(connection, List.of("a"), "select count(*) from record"));
            assertEquals("0", run(connection, List.of(), "select count(*) from record"));
        }
    }

    @Test
    void no_row_is_added_for_a_tenant_that_is_not_named() {
        for (var named : List.of(List.of("a"), List.<String>of(), List.of("*"))) {
            for (var sql : List.of(insertRecord("b"), insertKey("b"))) {
                assertEquals(DENIED, refused(foundation.gateway(), named, sql));
            }
        }
        assertEquals(
                DENIED,
                refused(
                        foundation.gateway(),
                        List.of("a"),
                        "insert into erased_key values (gen_random_uuid(), 'b', 1, now())"));
    }

    @Test
    void keys_of_a_tenant_that_is_not_named_are_not_deleted() throws SQLException {
        as(foundation.gateway(), List.of("c"), "delete from perishable.subject_key");
        as(foundation.gateway(), List.of("c"), "update perishable.subject_key set uses = 7");
        assertEquals(
                "3",
                as(
                        foundation.owner(),
                        List.of(),
                        "select count(*) from perishable.subject_key where uses = 0"));
    }

    @Test
    void every_table_with_a_tenant_keeps_tenants_apart() throws SQLException {
        assertEquals(
                "",
                as(
                        foundation.owner(),
                        List.of(),
                        """
                        select coalesce(string_agg(c.oid::regclass::text, ','), '')
                        from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where a.attname = 'tenant' and c.relkind in ('r', 'p')
                            and not c.relispartition and not c.relrowsecurity
                        """));
    }

    @Test
    void a_login_that_sees_all_tenants_is_no_gateway() {
        var refused =
                assertThrows(
                        ResidenceUnavailable.class,
                        () -> admit(Schema.Group.GATEWAY, foundation.owner()));
        assertTrue(String.valueOf(refused.getMessage()).contains("a login of its own"));
    }

    private static String insertRecord(String tenant) {
        return """
        insert into record values (gen_random_uuid(), '%s', 'loc.point', 'STORED', now(), now(),
            now() + interval '1 day', gen_random_uuid(), 'AES-256-GCM', '', 'x', gen_random_uuid())
        """
                .formatted(tenant);
    }

    private static String insertKey(String tenant) {
        return """
        insert into perishable.subject_key values (gen_random_uuid(), '%s',
            decode(md5(random()::text), 'hex'), '', 0, 'kek', 'x', 0, now())
        """
                .formatted(tenant);
    }

    private static String refused(Database login, List<String> tenants, String sql) {
        return assertThrows(SQLException.class, () -> as(login, tenants, sql)).getSQLState();
    }

    /// Runs statements in one transaction that names tenants.
    ///
    /// @return the first column of the last one's first row; empty without
    private static String as(Database login, List<String> tenants, String... sql)
            throws SQLException {
        try (var connection = login.connect()) {
            return run(connection, tenants, sql);
        }
    }

    private static String run(Connection connection, List<String> tenants, String... sql)
            throws SQLException {
        connection.setAutoCommit(false);
        var answer = "";
        try (var statement = connection.createStatement()) {
            if (!tenants.isEmpty()) {
                statement.execute(
                        "select set_config('domicile.tenants', '{%s}', true)"
                                .formatted(String.join(",", tenants)));
            }
            for (var one : sql) {
                if (statement.execute(one)) {
                    try (var rows = statement.getResultSet()) {
                        answer = rows.next() ? rows.getString(1) : "";
                    }
                }
            }
            connection.commit();
            return answer;
        }
    }
}
