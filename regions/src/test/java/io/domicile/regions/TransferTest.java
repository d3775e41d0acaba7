// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.audit.Verify;
import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is left when everything stops between two steps: each step is one transaction of one
/// database, so a database that refuses it stands for a gateway that died before it.
@QuarkusTest
@WithTestResource(FreshHome.class)
class TransferTest {

    private static final String REFUSE =
            """
            create or replace function refuse() returns trigger language plpgsql as
            $$ begin raise exception 'refused'; end $$
            """;

    @Inject Residences residences;

    private String subject;

    /// Where a transfer stops.
    private enum Stop {
        BEFORE_ARRIVING("sg", "insert on arrival", "", Transfer.State.BEGUN),
        BEFORE_KNOWING_OF_THE_ARRIVAL(
                "nl", "update on departure", "new.state = 'ARRIVED'", Transfer.State.BEGUN),
        BEFORE_THE_CHECKPOINT("sg", "insert on audit_pub", "", Transfer.State.ARRIVED),
        BEFORE_GIVING_UP(
                "nl", "update on departure", "new.state = 'RELEASED'", Transfer.State.ARRIVED),
        BEFORE_OPENING("sg", "delete on arrival", "", Transfer.State.RELEASED),
        BEFORE_KNOWING_OF_THE_OPENING(
                "nl", "update on departure", "new.state = 'DONE'", Transfer.State.RELEASED),
        BEFORE_THE_END("nl", "update on transfer", "new.ended_at is not null", Transfer.State.DONE);

        private final String region;
        private final String event;
        private final String when;
        private final Transfer.State state;

        Stop(String region, String event, String when, Transfer.State state) {
            this.region = region;
            this.event = event;
            this.when = when;
            this.state = state;
        }
    }

    @BeforeEach
    void carry() {
        subject = "u-" + UUID.randomUUID();
        restart();
    }

    @AfterEach
    void leaveNoTrigger() {
        for (var residence : residences.all()) {
            for (var table : new String[] {"arrival", "departure", "transfer", "audit_pub"}) {
                Superuser.update(residence, "drop trigger if exists stop on " + table);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void whatever_stops_it_a_record_has_one_home_and_goes_on_after_a_restart(Stop stop) {
        // given
        var old = stored("the text");
        stopAt(stop);

        // when
        var transfer = begun(old);
        Samples.await(() -> state(transfer) == stop.state && isStopped(stop, transfer));

        // then
        var there = arrival(transfer);
        assertOneHome(old, there, stop);
        restart();
        assertOneHome(old, there, stop);
        leaveNoTrigger();
        restart();
        Samples.await(() -> hasEnded(transfer));
        assertEquals("the text", text(there));
        assertEquals(new Opened.Moved(old, there, true), at("nl").open(Samples.TENANT, old));
        assertLogsMatch(transfer);
    }

    @Test
    void a_record_that_is_erased_on_its_way_opens_nowhere() {
        // given
        var old = stored("the text");
        stopAt(Stop.BEFORE_GIVING_UP);
        var transfer = begun(old);
        Samples.await(() -> state(transfer) == Transfer.State.ARRIVED);
        var there = arrival(transfer);

        // when
        at("nl").erase(Samples.TENANT, subject, Samples.note("erase"));
        leaveNoTrigger();

        // then
        Samples.await(() -> hasEnded(transfer));
        assertEquals(Transfer.State.GONE, state(transfer));
        assertInstanceOf(Opened.Erased.class, at("nl").open(Samples.TENANT, old));
        assertInstanceOf(Opened.Absent.class, at("sg").open(Samples.TENANT, there));
        assertEquals(
                "0",
                Superuser.query(
                        at("sg"), "select count(*) from arrival where id = ?", there.uuid()));
    }

    @Test
    void a_record_that_is_erased_where_it_arrives_is_erased_when_it_opens() {
        // given
        var old = stored("the text");
        stopAt(Stop.BEFORE_OPENING);
        var transfer = begun(old);
        Samples.await(() -> state(transfer) == Transfer.State.RELEASED);

        // when
        at("sg").erase(Samples.TENANT, subject, Samples.note("erase"));
        leaveNoTrigger();

        // then
        Samples.await(() -> hasEnded(transfer));
        assertInstanceOf(Opened.Erased.class, at("sg").open(Samples.TENANT, arrival(transfer)));
    }

    @Test
    void a_record_that_is_held_after_it_arrived_waits_in_its_old_home() {
        // given
        var old = stored("the text");
        stopAt(Stop.BEFORE_GIVING_UP);
        var transfer = begun(old);
        Samples.await(() -> state(transfer) == Transfer.State.ARRIVED);

        // when
        at("nl").hold(
                        subject,
                        new LegalHold.Draft(
                                "case-1", LegalHold.Basis.LEGAL_CLAIM, Optional.empty()),
                        Samples.note("hold"));
        leaveNoTrigger();
        var held = at("nl").transfers().begin(order(one(stored("more")), Transfer.Mode.MOVE));
        var obstacle = at("nl").transfers().undecided(held.orElseThrow()).getFirst().obstacle();
        at("nl").transfers().decided(held.orElseThrow(), Optional.empty());
        passOther();

        // then
        assertEquals(Optional.of("legal_hold"), obstacle);
        assertEquals(Transfer.State.ARRIVED, state(transfer));
        assertInstanceOf(Opened.Clear.class, at("nl").open(Samples.TENANT, old));
        at("nl").release(subject, "case-1", Samples.note("release"));
        Samples.await(() -> hasEnded(transfer));
        assertEquals("the text", text(arrival(transfer)));
    }

    /// Lets somebody else's record go all the way.
    private void passOther() {
        var held = subject;
        subject = "u-" + UUID.randomUUID();
        var other = begun(stored("another text"));
        Samples.await(() -> hasEnded(other));
        subject = held;
    }

    private static Transfer.What one(RecordId record) {
        return new Transfer.What.One(record.uuid());
    }

    @Test
    void the_old_home_keeps_no_key_of_a_subject_whose_home_has_moved() {
        // given
        var old = stored("the text");
        var order = order(new Transfer.What.Home(subject), Transfer.Mode.MOVE);
        var transfer = at("nl").transfers().begin(order).orElseThrow();

        // when
        depart(transfer);
        Samples.await(() -> hasEnded(transfer));

        // then
        assertEquals(
                "0",
                Superuser.query(
                        at("nl"),
                        "select count(*) from perishable.subject_key k join record r on"
                                + " r.key_id = k.id where r.id = ?",
                        old.uuid()));
        assertInstanceOf(Opened.Moved.class, at("nl").open(Samples.TENANT, old));
        assertEquals("the text", text(arrival(transfer)));
    }

    @Test
    void the_keys_of_a_moved_home_that_a_hold_keeps_go_when_it_ends() {
        // given
        var old = stored("the text");
        stopAt(Stop.BEFORE_KNOWING_OF_THE_OPENING);
        var order = order(new Transfer.What.Home(subject), Transfer.Mode.MOVE);
        var transfer = at("nl").transfers().begin(order).orElseThrow();
        depart(transfer);
        Samples.await(() -> state(transfer) == Transfer.State.RELEASED);
        at("nl").hold(
                        subject,
                        new LegalHold.Draft(
                                "case-2", LegalHold.Basis.LEGAL_CLAIM, Optional.empty()),
                        Samples.note("hold"));
        leaveNoTrigger();
        Samples.await(() -> state(transfer) == Transfer.State.DONE);

        // when
        passOther();
        boolean ended = hasEnded(transfer);
        at("nl").release(subject, "case-2", Samples.note("release"));

        // then
        assertFalse(ended);
        Samples.await(() -> hasEnded(transfer));
        assertFalse(at("nl").knows(Samples.TENANT, subject));
        assertEquals("the text", text(arrival(transfer)));
        assertInstanceOf(Opened.Moved.class, at("nl").open(Samples.TENANT, old));
    }

    @Test
    void an_old_home_from_before_the_release_lets_go_of_what_is_open_elsewhere() {
        // given
        var old = stored("the text");
        var envelope = envelope(old);
        var transfer = begun(old);
        Samples.await(() -> hasEnded(transfer));

        // when
        Superuser.update(
                at("nl"),
                "update record set envelope = decode(?, 'hex') where id = ?",
                envelope,
                old.uuid());
        Superuser.update(
                at("nl"),
                "update departure set state = 'ARRIVED', released_id = null where transfer = ?",
                transfer.id());
        Superuser.update(
                at("nl"), "update transfer set ended_at = null where id = ?", transfer.id());

        // then
        Samples.await(() -> hasEnded(transfer));
        assertEquals(
                new Opened.Moved(old, arrival(transfer), true), at("nl").open(Samples.TENANT, old));
        assertEquals("the text", text(arrival(transfer)));
    }

    @Test
    void what_a_restored_target_has_lost_arrives_again() {
        // given
        var old = stored("the text");
        stopAt(Stop.BEFORE_GIVING_UP);
        var transfer = begun(old);
        Samples.await(() -> state(transfer) == Transfer.State.ARRIVED);

        // when
        Superuser.update(at("sg"), "delete from arrival where id = ?", arrival(transfer).uuid());
        leaveNoTrigger();

        // then
        Samples.await(() -> hasEnded(transfer));
        assertEquals(Transfer.State.DONE, state(transfer));
        assertEquals("the text", text(arrival(transfer)));
    }

    @Test
    void one_gateway_at_a_time_decides_and_no_other_tenant_sees_it() {
        // given
        var order = order(one(stored("the text")), Transfer.Mode.MOVE);
        var transfers = at("nl").transfers();
        var transfer = transfers.begin(order).orElseThrow();
        var decider = UUID.randomUUID();

        // when
        boolean mine = transfers.claim(transfer, decider);
        boolean others = transfers.claim(transfer, UUID.randomUUID());
        boolean again = transfers.claim(transfer, decider);

        // then
        assertTrue(mine && again && !others);
        assertEquals(Optional.empty(), transfers.progress("another", transfer.id()));
        transfers.decided(transfer, Optional.of("{}"));
        assertFalse(transfers.claim(transfer, decider));
        assertEquals(Optional.of("{}"), progress(transfer).transfer().refusal());
    }

    private String envelope(RecordId record) {
        return Superuser.query(
                at("nl"), "select encode(envelope, 'hex') from record where id = ?", record.uuid());
    }

    private Residence at(String code) {
        return residences.at(RegionId.of(code));
    }

    private RecordId stored(String text) {
        var deposit = Samples.deposit(subject, subject + "|" + text);
        return Samples.done(at("nl").admit(deposit)).record().orElseThrow();
    }

    private void restart() {
        residences.close();
        residences.open();
        residences.carry((_, content, _) -> parcel(content));
    }

    private static Repacking.Parcel parcel(Bytes content) {
        var text = new String(content.toArray(), StandardCharsets.UTF_8);
        return new Repacking.Parcel(text.substring(0, text.indexOf('|')), content, List.of());
    }

    private void stopAt(Stop stop) {
        Superuser.update(at(stop.region), REFUSE);
        Superuser.update(
                at(stop.region),
                "create trigger stop before "
                        + stop.event
                        + " for each row "
                        + (stop.when.isEmpty() ? "" : "when (" + stop.when + ") ")
                        + "execute function refuse()");
    }

    private Transfer.Order order(Transfer.What what, Transfer.Mode mode) {
        return new Transfer.Order(
                Samples.TENANT,
                RegionId.of("sg"),
                mode,
                what,
                "{}",
                Optional.empty(),
                Optional.empty());
    }

    private Transfer begun(RecordId record) {
        var order = order(one(record), Transfer.Mode.MOVE);
        var transfer = at("nl").transfers().begin(order).orElseThrow();
        depart(transfer);
        return transfer;
    }

    private void depart(Transfer transfer) {
        var transfers = at("nl").transfers();
        for (var candidate : transfers.undecided(transfer)) {
            var departure =
                    Departure.begun(
                            transfer, candidate.id().uuid(), transfers.newId(), "sha256:01");
            Samples.done(
                    transfers.depart(
                            departure,
                            Samples.note("transfer"),
                            Optional.empty(),
                            Optional.empty()));
        }
        transfers.decided(transfer, Optional.empty());
    }

    private Progress progress(Transfer transfer) {
        return at("nl").transfers().progress(Samples.TENANT, transfer.id()).orElseThrow();
    }

    private Transfer.State state(Transfer transfer) {
        return progress(transfer).first().getFirst().state();
    }

    private RecordId arrival(Transfer transfer) {
        return new RecordId(RegionId.of("sg"), progress(transfer).first().getFirst().arrival());
    }

    private boolean hasEnded(Transfer transfer) {
        return progress(transfer).transfer().endedAt().isPresent();
    }

    /// Whether the step before the one that is refused is done.
    private boolean isStopped(Stop stop, Transfer transfer) {
        var there = arrival(transfer).uuid();
        return switch (stop) {
            case BEFORE_KNOWING_OF_THE_ARRIVAL ->
                    !Superuser.query(at("sg"), "select id from arrival where id = ?", there)
                            .isEmpty();
            case BEFORE_KNOWING_OF_THE_OPENING ->
                    !Superuser.query(at("sg"), "select id from record where id = ?", there)
                            .isEmpty();
            case BEFORE_ARRIVING,
                    BEFORE_THE_CHECKPOINT,
                    BEFORE_GIVING_UP,
                    BEFORE_OPENING,
                    BEFORE_THE_END ->
                    true;
        };
    }

    /// At most one home can be read; once the record was given up and not opened yet, it is at its
    /// new one alone, and on its way into it.
    private void assertOneHome(RecordId old, RecordId there, Stop stop) {
        boolean here = at("nl").open(Samples.TENANT, old) instanceof Opened.Clear;
        boolean gone = at("sg").open(Samples.TENANT, there) instanceof Opened.Clear;
        boolean opened = stop.compareTo(Stop.BEFORE_KNOWING_OF_THE_OPENING) >= 0;
        assertFalse(here && gone, "two homes");
        assertEquals(stop.compareTo(Stop.BEFORE_OPENING) < 0, here);
        assertEquals(opened, gone);
        if (!here && !gone) {
            assertEquals(new Opened.Moved(old, there, false), at("nl").open(Samples.TENANT, old));
            assertEquals(
                    "1",
                    Superuser.query(
                            at("sg"),
                            "select count(*) from arrival where id = ? and envelope is not null",
                            there.uuid()));
        }
    }

    private String text(RecordId record) {
        var clear =
                assertInstanceOf(
                        Opened.Clear.class,
                        residences.at(record.region()).open(Samples.TENANT, record));
        var text = new String(clear.content().toArray(), StandardCharsets.UTF_8);
        return text.substring(text.indexOf('|') + 1);
    }

    private void assertLogsMatch(Transfer transfer) {
        for (var residence : residences.all()) {
            Samples.awaitPublished(residence);
            assertEquals(Verify.FINE, Samples.verify(residence));
        }
        var entries = progress(transfer).first().getFirst().entries();
        var released = Samples.entry(at("nl"), entries.released().orElseThrow());
        var arrived = Samples.entry(at("sg"), entries.arrived().orElseThrow());
        for (var entry : new String[] {released, arrived}) {
            assertTrue(entry.contains(transfer.label()), entry);
            assertEquals("NL", Samples.field(entry, "from"));
            assertEquals("SG", Samples.field(entry, "to"));
        }
    }
}
