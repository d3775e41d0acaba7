// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.Erasing;
import io.domicile.regions.FreshHome;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Samples;
import io.domicile.regions.Superuser;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is destroyed again after old keys came back.
@QuarkusTest
@WithTestResource(FreshHome.class)
class TombstonesTest {

    private static final String WHOLE_AGAIN =
            """
            update perishable.subject_key set wrapped = decode(?, 'hex'), restricted_until = null
            where id = cast(? as uuid)
            """;

    @Inject Residences residences;

    @Test
    void of_a_key_that_came_back_the_half_of_the_network_log_stays() throws SQLException {
        // given
        var cn = residences.at(RegionId.of("cn"));
        var receipt = store(cn, "u-back");
        var key = keyOf(cn, receipt);
        var whole = wrapped(cn, key);
        erase(cn, "u-back", Duration.ofDays(183));

        // when
        Superuser.update(cn, WHOLE_AGAIN, whole, key);
        bury(cn, Map.of());

        // then
        assertHalf(cn, key, whole);
        assertErased(cn, receipt);
    }

    @Test
    void the_half_of_a_network_log_whose_time_was_over_does_not_come_back() throws SQLException {
        // given
        var cn = residences.at(RegionId.of("cn"));
        var receipt = store(cn, "u-over");
        var key = keyOf(cn, receipt);
        erase(cn, "u-over", Duration.ofDays(183));

        // when
        Superuser.update(
                cn, "update erased_key set log_until = null where key_id = cast(? as uuid)", key);
        bury(cn, Map.of());

        // then
        assertEquals("", wrapped(cn, key));
        assertErased(cn, receipt);
    }

    @Test
    void a_database_that_forgot_the_erasure_learns_how_long_the_log_is_kept() throws SQLException {
        // given
        var cn = residences.at(RegionId.of("cn"));
        var receipt = store(cn, "u-forgotten");
        var key = keyOf(cn, receipt);
        var whole = wrapped(cn, key);
        var until = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);
        var mark = SecondGateway.home(cn).mark(Samples.TENANT, UUID.fromString(key));

        // when
        bury(cn, Map.of(mark, Optional.of(until)));

        // then
        assertHalf(cn, key, whole);
        assertErased(cn, receipt);
        assertEquals(
                String.valueOf(until.getEpochSecond()),
                Superuser.query(
                        cn,
                        "select cast(extract(epoch from restricted_until) as bigint)"
                                + " from perishable.subject_key where id = cast(? as uuid)",
                        key));
    }

    @Test
    void where_no_log_is_kept_nothing_of_the_key_is_left() throws SQLException {
        // given
        var nl = residences.at(RegionId.of("nl"));
        var receipt = store(nl, "u-gone");
        var key = keyOf(nl, receipt);
        var mark = SecondGateway.home(nl).mark(Samples.TENANT, UUID.fromString(key));

        // when
        bury(nl, Map.of(mark, Optional.empty()));

        // then
        assertEquals("", wrapped(nl, key));
        assertErased(nl, receipt);
    }

    @Test
    void what_was_summed_up_beyond_a_restored_log_is_summed_up_again() throws SQLException {
        // given
        var sg = residences.at(RegionId.of("sg"));
        try (var connection = Superuser.of(sg);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("delete from perishable.access");
            statement.execute("delete from perishable.access_log");
            statement.execute(
                    "insert into audit_tree (log_id, n, size, root, epoch, closed)"
                            + " values ('restored', 100, 5000, '\\x00', 0, true)");
            statement.execute(
                    "insert into perishable.access_log (log_id, next_idx)"
                            + " values ('restored', 9000), ('unknown', 7)");
            statement.execute(
                    """
                    insert into perishable.access
                        select now(), 'oem-7', null, null, 0, null, a.id, 1, i, i
                        from perishable.access_log a, unnest(array[6, 4095, 4096, 8999]) i
                    """);

            // when
            Accesses.rewind(connection);

            // then
            try (var row =
                    statement.executeQuery(
                            """
                            select string_agg(next_idx || ' ' || (select count(*)
                                    from perishable.access x where x.log = a.id), ', '
                                order by log_id)
                            from perishable.access_log a
                            """)) {
                row.next();
                assertEquals("4096 2, 0 0", row.getString(1));
            }
            connection.rollback();
        }
    }

    private static void bury(Residence residence, Map<String, Optional<Instant>> marks)
            throws SQLException {
        try (var connection = Superuser.of(residence)) {
            connection.setAutoCommit(false);
            var tombstones = new Tombstones(SecondGateway.home(residence), connection);
            assertEquals(marks.size(), tombstones.add(marks));
            tombstones.bury();
            connection.commit();
        }
    }

    private static Receipt store(Residence residence, String subject) {
        return Samples.done(residence.admit(Samples.deposit(subject, "text")));
    }

    private static void erase(Residence residence, String subject, Duration keepLog) {
        var order =
                new Erasing(
                        UUID.randomUUID(),
                        Samples.TENANT,
                        subject,
                        Bytes.of("salt"),
                        Optional.of(keepLog),
                        Samples.note("erase"));
        assertEquals(1, residence.erase(order).orElseThrow().keys().size());
    }

    private static String keyOf(Residence residence, Receipt receipt) {
        var record = receipt.record().orElseThrow().uuid();
        return Superuser.query(residence, "select key_id from record where id = ?", record);
    }

    private static String wrapped(Residence residence, String key) {
        return Superuser.query(
                residence,
                "select encode(wrapped, 'hex') from perishable.subject_key"
                        + " where id = cast(? as uuid)",
                key);
    }

    private static void assertHalf(Residence residence, String key, String whole) {
        var half = wrapped(residence, key);
        assertNotEquals("", half);
        assertEquals(whole.length() - 2 * 32, half.length());
    }

    private static void assertErased(Residence residence, Receipt receipt) {
        var id = receipt.record().orElseThrow();
        assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
    }
}
