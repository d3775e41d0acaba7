// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.policies.RegionId;
import io.domicile.regions.FreshHome;
import io.domicile.regions.Residences;
import io.domicile.regions.Samples;
import io.domicile.regions.Superuser;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class IsolationTest {

    private static final RegionId CN = RegionId.of("cn");

    @Inject Residences residences;
    @Inject Stores stores;
    @Inject Records records;
    @Inject StatelessSession session;

    @Test
    void a_mainland_record_is_in_no_other_regions_store() {
        // given
        var receipt = Samples.done(residences.at(CN).admit(Samples.deposit("u-cn", "text")));

        for (var residence : residences.all()) {
            // when
            var count =
                    Superuser.query(
                            residence,
                            "select count(*) from record where id = ?",
                            receipt.record().orElseThrow().uuid());

            // then
            assertEquals(residence.region().equals(CN) ? "1" : "0", count);
        }
    }

    @Test
    void without_a_bound_region_there_is_no_store() {
        var refused =
                assertThrows(
                        RuntimeException.class,
                        () -> QuarkusTransaction.requiringNew().call(() -> records.count()));
        assertEquals("no region is bound", innermost(refused).getMessage());
    }

    @Test
    void a_region_that_is_not_open_has_no_store() {
        var refused =
                assertThrows(
                        RuntimeException.class,
                        () -> stores.in(RegionId.of("us"), () -> records.count()));
        assertEquals("region us is not open", innermost(refused).getMessage());
    }

    @Test
    void one_transaction_cannot_touch_two_regions() {
        // given
        long nl = stores.in(RegionId.of("nl"), () -> records.count());

        // when
        long inside = stores.in(CN, () -> stores.in(RegionId.of("nl"), () -> records.count()));

        // then
        assertEquals(nl, inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_outbox set entry = entry",
                "delete from audit_outbox",
                "update audit_index set leaf = leaf",
                "delete from audit_index",
                "update audit_bundle set data = data",
                "delete from audit_tile",
                "update audit_tree set size = 0",
                "insert into audit_pub (log_id, size, root, note, signed_at)"
                        + " values ('x', 0, '', '', now())",
                "update audit_detail set sealed = sealed",
                "delete from audit_detail",
                "delete from erased_key",
                "update record set envelope = envelope",
                "delete from record",
                "delete from export_person",
                "update export_person set year = 0",
                "delete from export_volume",
                "update export_volume set year = 0",
                "update perishable.subject_key set wrapped = wrapped",
                "update register set document = document",
                "delete from register",
                "update perishable.subject_key set kek = kek",
                "insert into perishable.kek (id, created_at) values ('kek', now())",
                "delete from perishable.kek",
                "delete from erasure",
                "update erasure set keys = keys",
                "update erased_key set log_until = null",
                "create table more (id integer)"
            })
    void the_gateways_role_may_not(String sql) {
        var refused =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                stores.in(
                                        CN,
                                        () ->
                                                session.createNativeMutationQuery(sql)
                                                        .executeUpdate()));
        assertEquals("42501", ((SQLException) innermost(refused)).getSQLState());
    }

    private static Throwable innermost(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }
}
