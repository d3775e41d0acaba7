// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.Exposure.Means;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshHome.class)
class ScopeTest {

    @Inject Residences residences;

    private final String tenant = "scope-" + UUID.randomUUID();

    @Test
    void a_credential_reaches_what_it_brought_and_read() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        store(residence, "anna", "backend");
        store(residence, "anna", "backend");
        store(residence, "ben", "backend");
        var carla = store(residence, "carla", "app");

        // when
        var opened = (Opened.Clear) residence.open(tenant, carla.record().orElseThrow());
        Samples.done(
                residence.note(
                        note("read", "backend"), Optional.of(opened.holder()), Optional.empty()));
        Samples.done(
                residence.note(
                        note("deny", "app"), Optional.of(opened.holder()), Optional.empty()));
        Samples.awaitPublished(residence);
        var backend = scope(residence, credential(residence, "backend"));
        var app = scope(residence, credential(residence, "app"));

        // then
        assertEquals(3, backend.subjects());
        assertEquals(List.of("anna", "ben", "carla"), backend.affected());
        assertEquals(1, app.subjects());
        assertEquals(List.of("carla"), app.affected());
        assertEquals(4, backend.touched().stream().mapToLong(Scope.Touched::entries).sum());
        assertTrue(
                backend.touched().stream()
                        .allMatch(one -> one.first() <= one.last() && !one.labels().isEmpty()));
        assertFalse(credentialOf(residence, "app").equals(credentialOf(residence, "backend")));
    }

    @Test
    void a_rotated_key_still_reaches_what_it_wrapped() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        store(residence, "anna", "backend");
        var old = residence.keks().getLast().id();
        Samples.awaitPublished(residence);
        assertEquals(1, scope(residence, new Means.Kek(old)).subjects());

        // when
        var fresh = Samples.rotate(residence);
        Samples.await(() ->
                Superuser.query(
                                residence,
                                "select count(*) from perishable.subject_key where kek = ?",
                                old)
                        .equals("0"));
        store(residence, "ben", "backend");
        Samples.awaitPublished(residence);

        // then
        assertEquals(List.of("anna"), scope(residence, new Means.Kek(old)).affected());
        assertEquals(List.of("anna", "ben"), scope(residence, new Means.Kek(fresh)).affected());
    }

    @Test
    void nobody_is_found_who_is_erased_but_the_keys_are_counted() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        store(residence, "anna", "backend");
        store(residence, "ben", "backend");
        Samples.awaitPublished(residence);
        var before = scope(residence, new Means.Anything());

        // when
        var unused = residence.erase(tenant, "anna", note("erase", "backend"));
        Samples.awaitPublished(residence);
        var after = scope(residence, new Means.Anything());

        // then
        assertEquals(2, before.subjects());
        assertEquals(List.of("ben"), after.affected());
        assertEquals(1, after.erased());
        assertNotEquals(before.pseudonyms(), after.pseudonyms());
        Samples.await(() ->
                Superuser.query(
                                residence,
                                """
                                select count(*) from perishable.access a
                                where tenant = ? and key_id is not null and not exists
                                    (select 1 from perishable.subject_key k
                                        where k.id = a.key_id)
                                """,
                                tenant)
                        .equals("0"));
    }

    @Test
    void the_entries_of_a_subject_are_found_by_its_keys_alone() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var first = store(residence, "anna", "backend");
        store(residence, "ben", "backend");
        var second = store(residence, "anna", "backend");
        Samples.awaitPublished(residence);

        // when
        var found = residence.entries(tenant, "anna", Optional.empty(), 10);
        var others = residence.entries("another", "anna", Optional.empty(), 10);

        // then
        assertEquals(2, found.size());
        assertTrue(found.stream().allMatch(SubjectEntry::own));
        var texts = found.stream().map(one -> text(one.placed())).toList();
        assertTrue(texts.getFirst().contains(first.entry().toString()));
        assertTrue(texts.getLast().contains(second.entry().toString()));
        assertEquals(List.of(), others);
        assertEquals(1, residence.entries(tenant, "anna", Optional.of(first.entry()), 10).size());

        // when
        var unused = residence.erase(tenant, "anna", note("erase", "backend"));

        // then
        assertEquals(List.of(), residence.entries(tenant, "anna", Optional.empty(), 10));
        var part = residence.stretch(lastHour());
        assertTrue(part.isPresent());
        assertEquals(List.of(), residence.reads(tenant, "anna", part));
        assertEquals(1, residence.reads(tenant, "ben", part).getFirst().matches().size());
        assertEquals(-1, residence.reads(tenant, "ben", Optional.empty()).getFirst().last());
    }

    @Test
    void a_time_is_pruned_if_the_log_no_longer_has_all_of_it() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        store(residence, "anna", "backend");
        Samples.awaitPublished(residence);
        var last = Superuser.query(residence, "select size from audit_tree where not closed");
        var before = residence.isPruned(lastHour());

        // when
        prune(residence, Long.parseLong(last));
        var pruned = residence.isPruned(lastHour());
        var later = residence.isPruned(Span.between(Instant.now(), Instant.now().plusSeconds(9)));
        prune(residence, 0);

        // then
        assertFalse(before);
        assertTrue(pruned);
        assertFalse(later);
    }

    private static Span lastHour() {
        return Span.between(Instant.now().minus(Duration.ofHours(1)), Instant.now());
    }

    private static void prune(Residence residence, long minimum) {
        assertEquals(
                1,
                Superuser.update(
                        residence, "update audit_tree set minimum = ? where not closed", minimum));
    }

    @Test
    void a_count_that_takes_too_long_is_ended_by_the_database_itself() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        // A sequence keeps what a transaction that is given up has told it.
        Superuser.execute(
                residence,
                """
                create sequence patience;
                grant update on sequence patience to public;
                create function patience() returns event_trigger language plpgsql as $$ begin
                    perform setval('public.patience', extract(epoch
                        from current_setting('statement_timeout')::interval)::bigint);
                end $$;
                create event trigger patience on ddl_command_end
                    when tag in ('CREATE TABLE AS') execute function patience();
                """);

        // when
        residence.scope(
                new Exposure(
                        new Means.Anything(),
                        Optional.of(Instant.now()),
                        Optional.empty(),
                        Optional.of(tenant),
                        List.of(),
                        0));
        var seconds = Superuser.query(residence, "select last_value from patience");
        Superuser.execute(
                residence,
                "drop event trigger patience; drop function patience; drop sequence patience");

        // then
        assertEquals("60", seconds);
    }

    private Scope.OfTenant scope(Residence residence, Means means) {
        var scope =
                residence.scope(
                        new Exposure(
                                means,
                                Optional.of(Instant.now().minus(Duration.ofHours(1))),
                                Optional.empty(),
                                Optional.of(tenant),
                                List.of("anna", "ben", "carla", "dora"),
                                100));
        scope.logs().forEach(log -> assertEquals(log.size(), log.entries()));
        assertEquals(1, scope.tenants().size());
        var own = scope.tenants().getFirst();
        assertEquals(tenant, own.tenant());
        assertEquals(own.subjects(), own.pseudonyms().size());
        return own;
    }

    private Means credential(Residence residence, String name) {
        return new Means.OfCredential(credentialOf(residence, name));
    }

    private String credentialOf(Residence residence, String name) {
        return residence.pseudonym(tenant, new Credential.Presented(Bytes.of(name)));
    }

    private Receipt store(Residence residence, String subject, String credential) {
        return Samples.done(
                residence.admit(
                        new Deposit(
                                tenant,
                                subject,
                                Deposit.Status.STORED,
                                "loc.point",
                                Optional.empty(),
                                List.of(),
                                Instant.now(),
                                Bytes.of("content"),
                                Instant.now().plus(Duration.ofDays(30)),
                                "sha256:00",
                                note("store", credential),
                                Optional.empty())));
    }

    private Note note(String act, String credential) {
        return new Note(
                "decision",
                tenant,
                act,
                Optional.empty(),
                Optional.empty(),
                List.of("eu.pd", "breach:not-a-label"),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "service",
                "ok",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Credential.Presented(Bytes.of(credential))));
    }

    private static String text(PlacedEntry placed) {
        return new String(placed.entry().toArray(), StandardCharsets.UTF_8);
    }
}
