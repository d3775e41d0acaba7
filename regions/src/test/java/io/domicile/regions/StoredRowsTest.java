// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody with all rights in the databases can do to stored records: nothing unseen.
@QuarkusTest
@WithTestResource(FreshHome.class)
class StoredRowsTest {

    private static final int CHANGES = Integer.getInteger("domicile.tampering.changes", 10_000);
    private static final long SEED = Long.getLong("domicile.tampering.seed", 20261121);

    @Inject Residences residences;

    /// A stored record, whose it is and what it says.
    private record Stored(
            Residence residence,
            StoredRows rows,
            String tenant,
            RecordId id,
            UUID key,
            String content,
            Map<Column, Object> row) {

        void assertReadable() {
            var clear = assertInstanceOf(Opened.Clear.class, residence.open(tenant, id));
            assertEquals(content, new String(clear.content().toArray(), StandardCharsets.UTF_8));
        }

        /// Writes these values; see [StoredRows#write].
        boolean write(Map<Column, Object> values) throws SQLException {
            return rows.write(id.uuid(), key, values);
        }
    }

    /// A change of a stored record.
    private record Change(Stored victim, Map<Column, Object> values) {}

    @Test
    void none_of_ten_thousand_changes_of_stored_rows_is_read() throws SQLException {
        try (var cn = rows("cn");
                var nl = rows("nl");
                var sg = rows("sg")) {
            // given
            var random = new Random(SEED);
            var stored = new ArrayList<Stored>();
            stored.addAll(records("cn", cn));
            stored.addAll(records("nl", nl));
            stored.addAll(records("sg", sg));
            var tampering = new Tampering(random);

            // when, then
            int found = 0;
            for (var change : everyBit(stored, random)) {
                found += found == CHANGES ? 0 : tamper(change);
            }
            int bits = found;
            while (found < CHANGES) {
                var victim = any(stored, random);
                var donor = any(stored, random);
                found += tamper(new Change(victim, tampering.any(victim.row, donor.row)));
            }
            stored.forEach(Stored::assertReadable);
            System.out.printf("%d changes, %d of them of a single bit: 0 read%n", found, bits);
        }
    }

    private StoredRows rows(String region) throws SQLException {
        return new StoredRows(residences.at(RegionId.of(region)));
    }

    /// Every bit of one record of each suite, in an order of chance.
    private static List<Change> everyBit(List<Stored> stored, Random random) {
        var changes = new ArrayList<Change>();
        for (var code : List.of("cn", "nl")) {
            var victim =
                    stored.stream()
                            .filter(one -> one.id.region().code().equals(code))
                            .findFirst()
                            .orElseThrow();
            Tampering.everyBit(victim.row)
                    .forEach(values -> changes.add(new Change(victim, values)));
        }
        Collections.shuffle(changes, random);
        return changes;
    }

    /// Changes the record, reads it, and puts it back.
    ///
    /// @return 1, or 0 if the database could not keep the change
    private static int tamper(Change change) throws SQLException {
        var victim = change.victim;
        if (!victim.write(change.values)) {
            return 0;
        }
        var record = (UUID) change.values.getOrDefault(Column.RECORD, victim.id.uuid());
        var key = (UUID) change.values.getOrDefault(Column.KEY, victim.key);
        try {
            return isFound(change, new RecordId(victim.id.region(), record)) ? 1 : 0;
        } finally {
            assertTrue(victim.rows.write(record, key, victim.row));
        }
    }

    /// Whether the change is found; false if the sweeper came between, for which nothing is over.
    private static boolean isFound(Change change, RecordId id) {
        var victim = change.victim;
        if (!id.equals(victim.id)) {
            assertEquals(new Opened.Absent(), victim.residence.open(victim.tenant, victim.id));
        }
        try {
            return switch (victim.residence.open(victim.tenant, id)) {
                case Opened.Clear _ ->
                        fail("seed " + SEED + ": read with " + change.values.keySet() + " changed");
                case Opened.Moved _ -> fail("seed " + SEED + ": nothing was moved");
                case Opened.Absent _ -> isForeign(change, id);
                case Opened.Erased _ -> {
                    var swept = "select count(*) from record where id = ? and envelope is null";
                    assertEquals("1", Superuser.query(victim.residence, swept, id.uuid()));
                    yield false;
                }
            };
        } catch (SealBroken e) {
            return String.valueOf(e.getMessage()).contains(id.toString());
        } catch (ResidenceUnavailable e) {
            return change.values.containsKey(Column.KEK);
        }
    }

    /// A row that is another tenant's in all its parts is absent for its former one, and is found
    /// out by the other.
    private static boolean isForeign(Change change, RecordId id) {
        var tenant = String.valueOf(change.values.get(Column.TENANT));
        assertNotEquals(change.victim.tenant, tenant);
        var refused =
                assertThrows(
                        RuntimeException.class, () -> change.victim.residence.open(tenant, id));
        return refused instanceof SealBroken
                || (refused instanceof ResidenceUnavailable
                        && change.values.containsKey(Column.KEK));
    }

    private static Stored any(List<Stored> stored, Random random) {
        return stored.get(random.nextInt(stored.size()));
    }

    /// Two records of a subject, one of another, and one of another tenant.
    private List<Stored> records(String region, StoredRows rows) throws SQLException {
        var stored = new ArrayList<Stored>();
        for (var whose : List.of("oem-7/u-1", "oem-7/u-1", "oem-7/u-2", "oem-8/u-1")) {
            var content = "text " + stored.size() + " of " + region;
            stored.add(store(region, rows, deposit(whose.substring(0, 5), whose, content)));
        }
        return stored;
    }

    private Stored store(String region, StoredRows rows, Deposit deposit) throws SQLException {
        var residence = residences.at(RegionId.of(region));
        var id = Samples.done(residence.admit(deposit)).record().orElseThrow();
        var content = new String(deposit.content().toArray(), StandardCharsets.UTF_8);
        var row = rows.read(id.uuid());
        var key = (UUID) Objects.requireNonNull(row.get(Column.KEY));
        return new Stored(residence, rows, deposit.tenant(), id, key, content, row);
    }

    private static Deposit deposit(String tenant, String subject, String content) {
        return until(tenant, subject, content, Instant.now().plus(Duration.ofDays(30)));
    }

    private static Deposit until(String tenant, String subject, String content, Instant expiry) {
        var like = Samples.deposit(subject, content);
        return new Deposit(
                tenant,
                subject,
                like.status(),
                like.type(),
                like.session(),
                like.terms(),
                like.occurredAt(),
                like.content(),
                expiry,
                like.policy(),
                like.note(),
                like.once());
    }

    /// What a new column is worth has to be decided here: opening depends on it, or it does not.
    @Test
    void no_column_is_left_out() {
        var bookkeeping =
                Stream.of("generation", "uses", "created_at", "restricted_until")
                        .map(name -> "perishable.subject_key." + name);
        var known =
                Stream.concat(
                                bookkeeping,
                                Stream.of(Column.values())
                                        .map(column -> column.table + "." + column.name))
                        .collect(Collectors.toCollection(TreeSet::new));
        var there =
                new TreeSet<>(
                        Superuser.all(
                                residences.at(RegionId.of("nl")),
                                """
                                select case table_schema when 'public' then '' else table_schema || '.' end
                                    || table_name || '.' || column_name
                                from information_schema.columns
                                where table_name in ('record', 'subject_key')
                                """));
        assertEquals(known, there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"generation = generation + 1", "uses = 0", "created_at = now()"})
    void bookkeeping_of_a_key_changes_nothing_that_is_read(String change) {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-books", "some text")));

        // when
        Superuser.update(
                residence,
                "update perishable.subject_key set "
                        + change
                        + " where id = (select key_id from record where id = ?)",
                receipt.record().orElseThrow().uuid());

        // then
        assertEquals("some text", Samples.read(residence, receipt));
    }

    @Test
    void a_record_given_to_another_tenant_is_read_by_none() throws SQLException {
        try (var rows = rows("nl")) {
            // given
            var record = store("nl", rows, deposit(Samples.TENANT, "u-given", "some text"));

            // when
            assertTrue(record.write(Map.of(Column.TENANT, "oem-9", Column.KEY_TENANT, "oem-9")));

            // then
            assertThrows(SealBroken.class, () -> record.residence.open("oem-9", record.id));
            assertEquals(new Opened.Absent(), record.residence.open(Samples.TENANT, record.id));
        }
    }

    @Test
    void an_expired_row_that_is_put_back_stays_expired() throws SQLException {
        try (var rows = rows("nl")) {
            // given
            var expiry = Instant.now().minusSeconds(1);
            var record = store("nl", rows, until(Samples.TENANT, "u-expired", "old", expiry));
            var sweep = "update record set envelope = null where id = ?";
            Superuser.update(record.residence, sweep, record.id.uuid());
            var swept = record.residence.open(Samples.TENANT, record.id);

            // when
            assertTrue(record.write(record.row));
            var back = record.residence.open(Samples.TENANT, record.id);
            var later =
                    OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).truncatedTo(ChronoUnit.MICROS);
            assertTrue(record.write(Map.of(Column.EXPIRES, later)));

            // then
            assertEquals(new Opened.Erased(record.id), swept);
            assertEquals(new Opened.Erased(record.id), back);
            assertThrows(SealBroken.class, () -> record.residence.open(Samples.TENANT, record.id));
        }
    }

    @Test
    void rows_of_an_erased_subject_that_are_put_back_stay_erased() throws SQLException {
        try (var rows = rows("cn")) {
            // given
            var record = store("cn", rows, deposit(Samples.TENANT, "u-erased", "gone"));
            var residence = record.residence;
            Superuser.update(
                    residence, "create table kept as select * from perishable.subject_key");
            residence.erase(Samples.TENANT, "u-erased", Samples.note("erase"));
            var swept = "select count(*) from record where id = ? and envelope is null";
            Samples.await(() -> Superuser.query(residence, swept, record.id.uuid()).equals("1"));

            // when
            Superuser.update(
                    residence, "delete from perishable.subject_key where id = ?", record.key);
            Superuser.update(
                    residence,
                    "insert into perishable.subject_key select * from kept where id = ?",
                    record.key);
            assertTrue(record.write(record.row));

            // then
            assertEquals(new Opened.Erased(record.id), residence.open(Samples.TENANT, record.id));
            Superuser.update(residence, "drop table kept");
        }
    }

    /// An older wrapping of the same key is the same key.
    @Test
    void a_key_row_from_before_a_rotation_opens_the_same_until_its_kek_is_retired()
            throws SQLException {
        try (var rows = rows("sg")) {
            // given
            var record = store("sg", rows, deposit(Samples.TENANT, "u-rotated", "same"));
            var residence = record.residence;
            var before = record.row;
            var old = String.valueOf(before.get(Column.KEK));
            Samples.rotate(residence);
            var count = "select count(*) from perishable.subject_key where kek = ?";
            Samples.await(() -> Superuser.query(residence, count, old).equals("0"));
            var after = rows.read(record.id.uuid());

            // when
            assertTrue(record.write(before));
            record.assertReadable();
            assertTrue(record.write(after));
            assertInstanceOf(
                    Retirement.Retired.class, residence.retireKek(old, Samples.TENANT, "operator"));
            assertTrue(record.write(before));

            // then
            assertThrows(
                    ResidenceUnavailable.class, () -> residence.open(Samples.TENANT, record.id));
        }
    }
}
