// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.PolicyRevision;
import io.domicile.policies.RegionId;
import io.domicile.regions.Audited.Kept;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class AuditedTest {

    private static final String ANSWER = "{\"effect\":\"ALLOW\"}";

    @Inject Residences residences;
    private Residence residence;

    @BeforeEach
    void find() {
        residence = residences.at(RegionId.of("nl"));
        // The first sweep of all writes an entry.
        Samples.await(() -> residence.lastRetention().sweptAt().isPresent());
    }

    @Test
    void a_decision_comes_back_with_its_facts_at_the_place_of_its_entry() {
        // given
        var began = Instant.now();
        var receipt = write(asked("{\"age\":1}"));

        // when
        var audited = audited(began).getLast();

        // then
        var kept = assertInstanceOf(Kept.Whole.class, audited.kept());
        assertEquals(
                new Decided(
                        Samples.TENANT,
                        "store",
                        "{\"age\":1}",
                        new PolicyRevision("584329c32a48", "sha256:00"),
                        ANSWER),
                kept.decided());
        var entry = Samples.entry(residence, receipt.entry());
        assertEquals(Bytes.of(entry), audited.entry());
        assertEquals(Samples.field(entry, "facts"), kept.mark());
        assertEquals(place(receipt.entry()), audited.index());
    }

    @Test
    void equal_questions_are_kept_once_and_others_of_their_own() {
        // given
        var began = Instant.now();

        // when
        for (int i = 0; i < 5; i++) {
            write(asked("{\"age\":2}"));
        }
        write(asked("{\"age\":3}"));

        // then
        assertEquals("1", rows("{\"age\":2}"));
        assertEquals("1", rows("{\"age\":3}"));
        assertEquals(6, audited(began).stream().map(Audited::kept).map(this::id).count());
        assertEquals(
                2, audited(began).stream().map(Audited::kept).map(this::id).distinct().count());
    }

    @Test
    void what_a_failed_transaction_did_not_keep_the_next_one_keeps() {
        // given
        var began = Instant.now();
        var inMillennia = began.plus(Duration.ofDays(365L * 300_000));
        var asked = asked("{\"age\":4}");

        // when
        var refused = residence.admit(lasting(inMillennia, asked));
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < 20; i++) {
            waiting.add(residence.note(note(asked), Optional.empty(), Optional.empty()));
        }

        // then
        Samples.unavailable(refused);
        waiting.forEach(Samples::done);
        assertEquals("1", rows("{\"age\":4}"));
        assertEquals(20, audited(began).stream().map(Audited::kept).map(this::id).count());
    }

    @Test
    void after_a_restart_a_question_is_known_again() {
        // given
        var began = Instant.now();
        write(asked("{\"age\":5}"));

        // when
        residences.close();
        residences.open();
        find();
        write(asked("{\"age\":5}"));

        // then
        assertEquals("1", rows("{\"age\":5}"));
        var kept = audited(began).stream().map(Audited::kept).toList();
        assertEquals(2, kept.size());
        assertEquals(id(kept.getFirst()), id(kept.getLast()));
    }

    @Test
    void an_event_without_a_decision_has_nothing_kept() {
        // given
        var began = Instant.now();

        // when
        Samples.done(residence.note(Samples.note("ask"), Optional.empty(), Optional.empty()));

        // then
        assertEquals(new Kept.Nothing(), audited(began).getLast().kept());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update decision set facts = '{\"age\":17}' where facts = '{\"age\":7}'",
                "update decision set answer = '{\"effect\":\"DENY\"}' where facts = '{\"age\":7}'",
                "update decision set tenant = 'other' where facts = '{\"age\":7}'",
                "update decision set policy = 'sha256:01' where facts = '{\"age\":7}'",
                "delete from decision where facts = '{\"age\":7}'"
            })
    void a_row_that_was_changed_is_not_taken_for_what_was_decided(String change) {
        // given
        var began = Instant.now();
        residences.close();
        residences.open();
        find();
        write(asked("{\"age\":7}"));
        assertInstanceOf(Kept.Whole.class, audited(began).getLast().kept());

        // when
        assertEquals(1, Superuser.update(residence, change));

        // then
        assertEquals(new Kept.Spoiled(), audited(began).getLast().kept());
        Superuser.update(residence, "delete from decision where facts like '{\"age\":%7}'");
    }

    @Test
    void an_entry_that_is_given_anothers_facts_does_not_have_their_mark() {
        // given
        var began = Instant.now();
        var first = write(asked("{\"age\":8}"));
        var second = write(asked("{\"age\":9}"));
        audited(began);

        // when
        Superuser.update(
                residence,
                "update audit_index set decision = (select decision from audit_index"
                        + " where event_id = ?) where event_id = ?",
                second.entry(),
                first.entry());

        // then
        var swapped = audited(began).getFirst();
        var kept = assertInstanceOf(Kept.Whole.class, swapped.kept());
        assertEquals("{\"age\":9}", kept.decided().facts());
        assertNotEquals(
                Samples.field(Samples.entry(residence, first.entry()), "facts"), kept.mark());
    }

    @Test
    void a_time_has_its_events_and_no_others() {
        // given
        write(asked("{\"age\":10}"));
        var later = write(asked("{\"age\":11}"));
        Samples.awaitPublished(residence);
        var time = Instant.ofEpochMilli(later.entry().getMostSignificantBits() >>> 16);

        // when
        var that = events(Span.between(time, time.plusMillis(1)));
        var before = events(Span.between(Instant.EPOCH, time));
        var after = events(Span.between(time.plusMillis(1), Instant.now()));

        // then
        long place = place(later.entry());
        assertTrue(that.contains(place));
        assertTrue(before.stream().allMatch(index -> index < place));
        assertEquals(List.of(), after);
    }

    @Test
    void the_latest_decisions_are_those_of_the_tenant_newest_first() {
        // given
        var began = Instant.now();
        var first = write(asked("{\"age\":12}"));
        var second = write(asked("{\"age\":12}"));
        Samples.done(residence.note(Samples.note("ask"), Optional.empty(), Optional.empty()));
        Samples.awaitPublished(residence);
        var span = Span.between(began, Instant.now());

        // when
        var latest = residence.latest(Optional.of(Samples.TENANT), span, 2);

        // then
        assertEquals(List.of(second.entry(), first.entry()), latest);
        assertEquals(List.of(second.entry()), residence.latest(Optional.empty(), span, 1));
        assertEquals(List.of(), residence.latest(Optional.of("other"), span, 2));
    }

    @Test
    void a_log_is_read_page_by_page_without_a_gap() {
        // given
        var began = Instant.now();
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < 2500; i++) {
            waiting.add(
                    residence.note(
                            note(asked("{\"age\":" + i % 7 + "}")),
                            Optional.empty(),
                            Optional.empty()));
        }
        waiting.forEach(Samples::done);

        // when
        var audited = audited(began);

        // then
        assertEquals(2500, audited.size());
        long first = audited.getFirst().index();
        for (int i = 0; i < audited.size(); i++) {
            assertEquals(first + i, audited.get(i).index());
        }
    }

    private List<Audited> audited(Instant from) {
        Samples.awaitPublished(residence);
        return audited(Span.between(from, Instant.now().plusMillis(1)));
    }

    private List<Audited> audited(Span span) {
        var all = new ArrayList<Audited>();
        var rest = residence.stretch(span);
        while (rest.isPresent()) {
            all.addAll(residence.audited(rest.get(), span));
            rest = rest.get().rest();
        }
        return all;
    }

    private List<Long> events(Span span) {
        return audited(span).stream().map(Audited::index).toList();
    }

    private long place(UUID event) {
        return Long.parseLong(
                Superuser.query(
                        residence, "select idx from audit_index where event_id = ?", event));
    }

    private String rows(String facts) {
        return Superuser.query(residence, "select count(*) from decision where facts = ?", facts);
    }

    private Bytes id(Kept kept) {
        return assertInstanceOf(Kept.Whole.class, kept).id();
    }

    private Receipt write(Asked asked) {
        return Samples.done(residence.note(note(asked), Optional.empty(), Optional.empty()));
    }

    private static Asked asked(String facts) {
        return new Asked("store", () -> facts, () -> ANSWER);
    }

    private static Note note(Asked asked) {
        var note = Samples.note("store");
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
                Optional.of(digest(asked.facts().get())),
                note.actor(),
                note.result(),
                Optional.of(asked),
                Optional.empty());
    }

    private static String digest(String facts) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            var bytes = hash.digest(facts.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Deposit lasting(Instant expiresAt, Asked asked) {
        var deposit = Samples.deposit("u-1", "text");
        return new Deposit(
                deposit.tenant(),
                deposit.holder(),
                deposit.status(),
                deposit.type(),
                deposit.session(),
                deposit.terms(),
                deposit.occurredAt(),
                deposit.content(),
                expiresAt,
                deposit.policy(),
                note(asked),
                deposit.once());
    }
}
