// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class ResidenceTest {

    @Inject Residences residences;

    @ParameterizedTest
    @CsvSource({"cn,SM4-GCM", "nl,AES-256-GCM", "sg,AES-256-GCM"})
    void a_record_comes_back_as_it_was_sealed_by_its_region(String code, String suite) {
        // given
        var residence = residences.at(RegionId.of(code));

        // when
        var receipt = Samples.done(residence.admit(Samples.deposit("u-1", "the clear text")));

        // then
        assertEquals(suite, receipt.suite().orElseThrow());
        assertEquals("the clear text", Samples.read(residence, receipt));
    }

    @Test
    void another_tenant_sees_what_anybody_sees_of_a_record_that_never_was() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-2", "secret")));

        // when
        var foreign = residence.open("another", receipt.record().orElseThrow());
        var unknown =
                residence.open(
                        "another", RecordId.parse("nl_01k9zzzzzzzzzzzzzzzzzzzzzz").orElseThrow());

        // then
        assertEquals(new Opened.Absent(), foreign);
        assertEquals(new Opened.Absent(), unknown);
    }

    @Test
    void a_region_that_is_not_configured_is_refused() {
        assertThrows(ResidenceUnavailable.class, () -> residences.at(RegionId.of("us")));
    }

    @Test
    void two_thousand_records_at_once_each_get_their_own_result_and_stand_in_the_log() {
        // given
        var residence = residences.at(RegionId.of("sg"));

        // when
        var waiting =
                IntStream.range(0, 2000)
                        .mapToObj(i -> residence.admit(Samples.deposit("u-" + i % 50, "text " + i)))
                        .toList();
        var receipts = waiting.stream().map(Samples::done).toList();

        // then
        for (int i = 0; i < receipts.size(); i += 37) {
            assertEquals("text " + i, Samples.read(residence, receipts.get(i)));
        }
        Samples.awaitPublished(residence);
        var entries = receipts.stream().map(receipt -> receipt.entry().toString()).toList();
        assertEquals(
                "2000",
                Superuser.query(
                        residence,
                        "select count(distinct idx) from audit_index where event_id ="
                                + " any(cast(? as uuid[]))",
                        "{" + String.join(",", entries) + "}"));
        assertEquals(Verify.FINE, Samples.verify(residence));
    }

    @Test
    void an_erased_subject_cannot_be_decrypted_and_may_come_back() {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var before = Samples.done(residence.admit(Samples.deposit("u-gone", "before")));

        // when
        var erasure = residence.erase(Samples.TENANT, "u-gone", Samples.note("erase"));
        var again = residence.erase(Samples.TENANT, "u-gone", Samples.note("erase"));
        var after = Samples.done(residence.admit(Samples.deposit("u-gone", "after")));

        // then
        assertEquals(1, erasure.keys().size());
        assertEquals(1, erasure.records());
        assertEquals(List.of(), again.keys());
        assertNotEquals(erasure.entry(), again.entry());
        var id = before.record().orElseThrow();
        assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
        assertEquals(new Opened.Absent(), residence.open("another", id));
        assertEquals("after", Samples.read(residence, after));
    }

    @Test
    void what_an_erased_subject_left_is_removed_and_the_answer_stays() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-swept", "before")));
        var id = receipt.record().orElseThrow();

        // when
        residence.erase(Samples.TENANT, "u-swept", Samples.note("erase"));

        // then
        Samples.await(() ->
                Superuser.query(
                                residence,
                                "select count(*) from record where id = ? and envelope is"
                                        + " null",
                                id.uuid())
                        .equals("1"));
        Samples.await(() ->
                Superuser.query(
                                residence,
                                "select count(*) from audit_detail where event_id = ?",
                                receipt.entry())
                        .equals("0"));
        assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
    }

    @Test
    void an_expired_record_does_not_open_and_its_removal_is_noted() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        var expired = lasting("u-old", Duration.ofSeconds(-1));

        // when
        var id = Samples.done(residence.admit(expired)).record().orElseThrow();
        var before = residence.open(Samples.TENANT, id);
        residence.erase(Samples.TENANT, "nobody", Samples.note("erase"));

        // then
        assertEquals(new Opened.Erased(id), before);
        Samples.await(() ->
                Superuser.query(
                                residence,
                                "select count(*) from record where id = ? and envelope is null",
                                id.uuid())
                        .equals("1"));
        awaitNoteOfRetention(residence);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUARANTINED", "REFERRED"})
    void a_held_record_goes_when_its_time_is_over_and_one_that_has_time_stays(
            Deposit.Status status) {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var over = admit(residence, status, Duration.ofMillis(-1));
        var waiting = admit(residence, status, Duration.ofHours(72));

        // when
        residence.erase(Samples.TENANT, "nobody", Samples.note("erase"));

        // then
        Samples.await(() ->
                Superuser.query(
                                residence,
                                "select count(*) from record where id = ? and envelope is null",
                                over.uuid())
                        .equals("1"));
        awaitNoteOfRetention(residence);
        assertEquals(new Opened.Erased(over), residence.open(Samples.TENANT, over));
        var held = assertInstanceOf(Opened.Clear.class, residence.open(Samples.TENANT, waiting));
        assertEquals(status, held.status());
    }

    @Test
    void a_token_is_the_same_for_a_tenants_person_in_a_region_and_nowhere_else() {
        // given
        var nl = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(nl.admit(Samples.deposit("u-token", "text")));
        var pseudonym =
                Superuser.query(
                        nl,
                        "select encode(pseudonym, 'hex') from perishable.subject_key where id ="
                                + " (select key_id from record where id = ?)",
                        receipt.record().orElseThrow().uuid());

        // when
        var token = nl.token(Samples.TENANT, "u-token");

        // then
        assertTrue(token.matches("dom_nl_[0-9a-f]{32}"), token);
        assertEquals(token, nl.token(Samples.TENANT, "u-token"));
        assertFalse(pseudonym.contains(digits(token)));
        var others =
                List.of(
                        nl.token("another", "u-token"),
                        nl.token(Samples.TENANT, "u-token2"),
                        residences.at(RegionId.of("sg")).token(Samples.TENANT, "u-token"),
                        residences.at(RegionId.of("cn")).token(Samples.TENANT, "u-token"));
        assertTrue(others.stream().noneMatch(other -> digits(other).equals(digits(token))));
    }

    private static void awaitNoteOfRetention(Residence residence) {
        Samples.await(() ->
                !Superuser.query(
                                residence,
                                "select count(*) from audit_bundle where position("
                                        + "cast('\"type\":\"retention\"' as bytea) in data) > 0")
                        .equals("0"));
    }

    private static String digits(String token) {
        return token.substring(token.lastIndexOf('_') + 1);
    }

    private static RecordId admit(Residence residence, Deposit.Status status, Duration time) {
        var kept = lasting("u-held", time);
        var held =
                new Deposit(
                        kept.tenant(),
                        kept.holder(),
                        status,
                        kept.type(),
                        kept.session(),
                        kept.terms(),
                        kept.occurredAt(),
                        kept.content(),
                        kept.expiresAt(),
                        kept.policy(),
                        kept.note(),
                        kept.once());
        return Samples.done(residence.admit(held)).record().orElseThrow();
    }

    @Test
    void a_write_that_no_store_can_take_fails_alone_and_at_once() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var kept = Samples.deposit("u-nul", "text");

        // when
        var tooLong = residence.note(note("x".repeat(17_000)), Optional.empty(), Optional.empty());
        var nul =
                residence.admit(
                        new Deposit(
                                "oem\0",
                                kept.holder(),
                                kept.status(),
                                kept.type(),
                                kept.session(),
                                kept.terms(),
                                kept.occurredAt(),
                                kept.content(),
                                kept.expiresAt(),
                                kept.policy(),
                                kept.note(),
                                kept.once()));

        // then
        Samples.unavailable(tooLong);
        Samples.unavailable(nul);
        assertEquals("text", Samples.read(residence, Samples.done(residence.admit(kept))));
    }

    @Test
    void the_facts_digest_is_not_in_the_log_and_no_two_entries_share_what_stands_for_it() {
        // given
        var residence = residences.at(RegionId.of("nl"));

        // when
        var first = Samples.done(residence.admit(Samples.deposit("u-facts", "text")));
        var second = Samples.done(residence.admit(Samples.deposit("u-facts", "text")));

        // then
        Samples.awaitPublished(residence);
        var facts = Samples.field(Samples.entry(residence, first.entry()), "facts");
        assertTrue(facts.matches("hmac:[0-9a-f]{64}"));
        assertNotEquals(facts, Samples.field(Samples.entry(residence, second.entry()), "facts"));
    }

    @Test
    void no_role_of_an_embedded_database_is_a_superuser() {
        for (var residence : residences.all()) {
            assertEquals(
                    "domicile_gateway,domicile_owner,domicile_sequencer",
                    Superuser.query(
                            residence,
                            "select string_agg(rolname, ',' order by rolname) from pg_roles"
                                    + " where rolname like 'domicile%' and rolcanlogin"));
            assertEquals(
                    "domicile_owner",
                    Superuser.query(
                            residence,
                            "select string_agg(rolname, ',') from pg_roles where rolname like"
                                    + " 'domicile%' and (rolsuper or rolbypassrls or rolcreaterole"
                                    + " or rolcreatedb or rolreplication)"));
            assertEquals(
                    "0",
                    Superuser.query(
                            residence,
                            "select count(*) from pg_roles where rolname like 'domicile%' and"
                                    + " (rolsuper or rolbypassrls)"));
            assertEquals(
                    "0",
                    Superuser.query(
                            residence,
                            "select count(*) from pg_roles where rolname like 'domicile%' and"
                                    + " pg_has_role(rolname, 'pg_read_server_files', 'member')"));
        }
    }

    @Test
    void a_write_that_the_store_refuses_fails_alone_among_many() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var forMillennia = Duration.ofDays(365L * 300_000);

        // when
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < 200; i++) {
            waiting.add(residence.admit(Samples.deposit("u-" + i % 9, "text")));
        }
        var refused = residence.admit(lasting("u-0", forMillennia));
        for (int i = 0; i < 200; i++) {
            waiting.add(residence.admit(Samples.deposit("u-" + i % 9, "text")));
        }

        // then
        Samples.unavailable(refused);
        waiting.forEach(Samples::done);
        assertTrue(residence.state().isUp());
    }

    @Test
    void an_entry_names_the_kek_that_the_subjects_key_is_wrapped_with() {
        // given
        var residence = residences.at(RegionId.of("sg"));
        var before = Samples.done(residence.admit(Samples.deposit("u-kek", "text")));

        // when
        var kek = Samples.rotate(residence);
        var other = Samples.done(residence.admit(Samples.deposit("u-kek-new", "text")));

        // then
        Samples.awaitPublished(residence);
        var old = Samples.field(Samples.entry(residence, before.entry()), "key");
        assertEquals(kek, Samples.field(Samples.entry(residence, other.entry()), "key"));
        assertTrue(old.startsWith("kek-sg-") && !old.equals(kek));
    }

    private static Deposit lasting(String holder, Duration retention) {
        var kept = Samples.deposit(holder, "text");
        return new Deposit(
                kept.tenant(),
                kept.holder(),
                kept.status(),
                kept.type(),
                kept.session(),
                kept.terms(),
                kept.occurredAt(),
                kept.content(),
                Instant.now().plus(retention),
                kept.policy(),
                kept.note(),
                kept.once());
    }

    private static Note note(String actor) {
        var note = Samples.note("refuse");
        return new Note(
                note.type(),
                note.tenant(),
                note.act(),
                note.from(),
                note.to(),
                note.labels(),
                note.purpose(),
                note.rules(),
                note.law(),
                note.policy(),
                note.revision(),
                note.facts(),
                actor,
                note.result(),
                note.asked(),
                note.reference());
    }

    @Test
    void a_read_is_noted_under_a_pseudonym_that_no_other_entry_has() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipt = Samples.done(residence.admit(Samples.deposit("u-read", "text")));
        var clear =
                assertInstanceOf(
                        Opened.Clear.class,
                        residence.open(Samples.TENANT, receipt.record().orElseThrow()));

        // when
        var read =
                Samples.done(
                        residence.note(
                                Samples.note("read"),
                                Optional.of(clear.holder()),
                                Optional.empty()));

        // then
        Samples.awaitPublished(residence);
        var stored = Samples.entry(residence, receipt.entry());
        var noted = Samples.entry(residence, read.entry());
        assertTrue(noted.contains("\"act\":\"read\""));
        assertTrue(noted.contains("\"sp\":\"") && noted.contains("\"commit\":\""));
        assertNotEquals(Samples.field(stored, "sp"), Samples.field(noted, "sp"));
        assertEquals("", Samples.field(noted, "holder"));
    }

    @Test
    void records_and_log_outlive_a_restart() {
        // given
        var nl = RegionId.of("nl");
        var receipt = Samples.done(residences.at(nl).admit(Samples.deposit("u-3", "kept")));

        // when
        residences.close();
        residences.open();

        // then
        var residence = residences.at(nl);
        assertEquals("kept", Samples.read(residence, receipt));
        Samples.done(residence.admit(Samples.deposit("u-3", "and more")));
        Samples.awaitPublished(residence);
        assertEquals(Verify.FINE, Samples.verify(residence));
        assertTrue(residences.states().stream().allMatch(RegionState::isUp));
    }

    @Test
    void a_key_that_was_used_as_often_as_it_may_be_is_followed_by_another() {
        // given
        var cn = RegionId.of("cn");
        var before = Samples.done(residences.at(cn).admit(Samples.deposit("u-many", "before")));
        var key =
                Superuser.query(
                        residences.at(cn),
                        "update perishable.subject_key set uses = 2147483648 where id ="
                                + " (select key_id from record where id = ?) returning id",
                        before.record().orElseThrow().uuid());
        residences.close();
        residences.open();

        // when
        var residence = residences.at(cn);
        var after = Samples.done(residence.admit(Samples.deposit("u-many", "after")));

        // then
        assertEquals("before", Samples.read(residence, before));
        assertEquals("after", Samples.read(residence, after));
        var erasure = residence.erase(Samples.TENANT, "u-many", Samples.note("erase"));
        assertEquals(2, erasure.keys().size());
        assertEquals(2, erasure.records());
        assertTrue(erasure.keys().contains(UUID.fromString(key)));
    }
}
