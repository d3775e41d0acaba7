// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.Exposure.Means;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long it takes to tell the scope of a breach, from as many entries as there are subjects'
/// events in a busy month. With `-Ddomicile.breach.entries=10000000` it is the long run, whose
/// figures it prints.
@QuarkusTest
@WithTestResource(FreshHome.class)
class ScopeLoadTest {

    private static final long ENTRIES = Long.getLong("domicile.breach.entries", 20_000);

    /// Entries of each subject.
    private static final long EACH = 20;

    private static final int TENANTS = 5;
    private static final int CREDENTIALS = 50;
    private static final int HOURS = 720;

    @Inject Residences residences;

    /// These keys open nothing: a rotation would stop at them.
    @AfterEach
    void forget() throws SQLException {
        try (var connection = Superuser.of(residences.at(RegionId.of("nl")));
                var statement = connection.createStatement()) {
            statement.execute("delete from perishable.access where tenant like 'load-%'");
            statement.execute("delete from perishable.subject_key where tenant like 'load-%'");
        }
    }

    @Test
    void the_scope_of_a_breach_is_told_from_all_entries() throws SQLException {
        // given
        var residence = residences.at(RegionId.of("nl"));
        Samples.done(residence.admit(Samples.deposit("u-1", "so that there is a log")));
        Samples.awaitPublished(residence);
        var kek = residence.keks().getLast().id();
        var unused = residence.scope(exposure(new Means.Kek(kek), Optional.empty()));
        fill(residence, kek);

        // when
        var byKek = measure(residence, "a KEK", exposure(new Means.Kek(kek), Optional.empty()));
        var byTime =
                measure(
                        residence,
                        "all of the time",
                        exposure(
                                new Means.Anything(),
                                Optional.of(Instant.now().minus(Duration.ofDays(365)))));
        var byDay =
                measure(
                        residence,
                        "a day",
                        exposure(
                                new Means.Anything(),
                                Optional.of(Instant.now().minus(Duration.ofDays(1)))));
        var byCredential =
                measure(
                        residence,
                        "a credential",
                        exposure(new Means.OfCredential("%016x".formatted(7)), Optional.empty()));

        // then
        assertEquals(ENTRIES / EACH, subjects(byKek));
        assertEquals(ENTRIES / EACH, subjects(byTime));
        assertEquals(ENTRIES, entries(byTime));
        assertEquals(ENTRIES / CREDENTIALS, entries(byCredential));
        assertTrue(subjects(byDay) < subjects(byTime));
    }

    private static Exposure exposure(Means means, Optional<Instant> from) {
        return new Exposure(means, from, Optional.empty(), Optional.empty(), List.of(), 0);
    }

    private static Scope measure(Residence residence, String what, Exposure exposure) {
        long begun = System.nanoTime();
        var scope = residence.scope(exposure);
        System.out.printf(
                "scope of %s over %d entries: %d subjects, %d entries, %.2f s%n",
                what, ENTRIES, subjects(scope), entries(scope), (System.nanoTime() - begun) / 1e9);
        return scope;
    }

    private static long subjects(Scope scope) {
        return own(scope).mapToLong(Scope.OfTenant::subjects).sum();
    }

    private static long entries(Scope scope) {
        return own(scope)
                .flatMap(tenant -> tenant.touched().stream())
                .mapToLong(Scope.Touched::entries)
                .sum();
    }

    /// Other tests of the same application have tenants too.
    private static Stream<Scope.OfTenant> own(Scope scope) {
        return scope.tenants().stream().filter(one -> one.tenant().startsWith("load-"));
    }

    /// Rows as the log of a month would have left them, none summed up with another.
    private static void fill(Residence residence, String kek) throws SQLException {
        try (var connection = Superuser.of(residence);
                var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("drop index perishable.access_key");
            statement.execute(
                    """
                    insert into perishable.access_kind (type, act, labels) values
                        ('decision', 'store', 'cn.spi.minor14'), ('read', 'read', 'eu.pd'),
                        ('search', 'read', 'eu.pd'), ('decision', 'store', 'eu.epriv.location')
                    """);
            statement.execute(
                    """
                    insert into perishable.subject_key (id, tenant, pseudonym, session, generation,
                        kek, wrapped, uses, created_at)
                    select gen_random_uuid(), 'load-' || i %% %d,
                        sha256(cast(cast(i as text) as bytea)), '', 0, '%s', '', 0,
                        now() - interval '40 days'
                    from generate_series(1, %d) i
                    """
                            .formatted(TENANTS, kek, ENTRIES / EACH));
            statement.execute(
                    """
                    create temporary table person as select row_number() over () - 1 as n, id, tenant
                    from perishable.subject_key where tenant like 'load-%'
                    """);
            statement.execute(
                    """
                    insert into perishable.access (hour, tenant, cred, kek, kind, key_id, log,
                        entries, first_idx, last_idx)
                    select date_trunc('hour', now()) - (%d - i) * %d / %d * interval '1 hour',
                        p.tenant, lpad(to_hex(i %% %d), 16, '0'), '%s',
                        (select min(id) from perishable.access_kind where type = 'read')
                            - 1 + i %% 4,
                        p.id, (select min(id) from perishable.access_log), 1, i, i
                    from generate_series(1, cast(%d as bigint)) i
                        join person p on p.n = i * 7919 %% %d
                    """
                            .formatted(
                                    ENTRIES,
                                    HOURS,
                                    ENTRIES,
                                    CREDENTIALS,
                                    kek,
                                    ENTRIES,
                                    ENTRIES / EACH));
            statement.execute("create index access_key on perishable.access (key_id)");
            statement.execute("vacuum analyze perishable.access");
            statement.execute("vacuum analyze perishable.subject_key");
        }
    }
}
