// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Disclosure;
import io.domicile.regions.Disclosure.Draft;
import io.domicile.regions.Disclosure.Step;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.RecordId;
import io.domicile.regions.SealBroken;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/// The register of what authorities demand. Blocks its caller.
@ApplicationScoped
public class Disclosures {

    private static final UUID LAST = new UUID(-1, -1);

    private final Stores stores;
    private final StatelessSession session;
    private final SecureRandom random = new SecureRandom();

    Disclosures(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// The hold that a demand places on each of its subjects.
    static LegalHold.Draft hold(Home home, UUID id, Instant until) {
        return new LegalHold.Draft(
                "disclosure-" + new RecordId(home.region(), id),
                LegalHold.Basis.PRESERVATION_ORDER,
                Optional.of(until));
    }

    /// Writes a demand, its sealed subjects and its audit rows in one transaction. A subject that
    /// the region has no key of is not kept: it has no records here.
    Disclosure enter(Home home, Ids ids, UUID id, Draft draft, List<Note> notes, Instant received) {
        var now = received.truncatedTo(ChronoUnit.MICROS);
        var events = notes.stream().map(_ -> ids.next()).toList();
        var disclosure =
                new Disclosure(
                        new RecordId(home.region(), id),
                        draft.tenant(),
                        draft.document(),
                        now,
                        events.getFirst(),
                        List.of());
        return stores.read(
                home.region(),
                Tenants.of(draft.tenant()),
                () -> {
                    session.doWork(connection -> {
                        DisclosureRows.insert(connection, home, disclosure);
                        DisclosedSubjects.insert(
                                connection, home, disclosure, draft.subjects(), random);
                    });
                    for (int i = 0; i < events.size(); i++) {
                        say(home, disclosure, notes.get(i), events.get(i), now);
                    }
                    return disclosure;
                });
    }

    /// Writes what came of a demand, with its audit row. The table's key decides between officers.
    ///
    /// @return empty if something else has come of it meanwhile
    Optional<Disclosure> enter(
            Home home, UUID event, Disclosure before, Draft.Step draft, Note note, Instant taken) {
        var now = taken.truncatedTo(ChronoUnit.MICROS);
        var step = new Step(draft.kind(), draft.officer(), draft.document(), now, event);
        return stores.read(
                home.region(),
                Tenants.of(before.tenant()),
                () -> {
                    boolean written =
                            session.doReturningWork(connection ->
                                    DisclosureRows.insert(connection, home, before, step));
                    if (!written) {
                        return Optional.empty();
                    }
                    say(home, before, note, event, now);
                    return Optional.of(after(before, step));
                });
    }

    private static Disclosure after(Disclosure before, Step step) {
        var steps = Stream.concat(before.steps().stream(), Stream.of(step)).toList();
        return new Disclosure(
                before.id(),
                before.tenant(),
                before.document(),
                before.receivedAt(),
                before.entry(),
                steps);
    }

    /// A demand.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Disclosure> of(Home home, String tenant, UUID id) {
        return of(home, tenant, Optional.of(next(id)), 1).stream()
                .filter(found -> found.id().uuid().equals(id))
                .findFirst();
    }

    /// Ids of the database sort as unsigned numbers.
    private static UUID next(UUID id) {
        long low = id.getLeastSignificantBits() + 1;
        return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
    }

    /// Demands of a tenant, the latest first.
    ///
    /// @throws SealBroken if one is not what was written
    public List<Disclosure> of(Home home, String tenant, Optional<UUID> before, int most) {
        return stores
                .ask(
                        home.region(),
                        Tenants.of(tenant),
                        connection ->
                                DisclosureRows.select(
                                        connection, home, tenant, before.orElse(LAST), most))
                .stream()
                .map(DisclosureRows.Row::intact)
                .toList();
    }

    /// The subjects of a demand that the region knew; empty in place of one that is erased.
    ///
    /// @throws SealBroken if one is not what was sealed
    public List<Optional<String>> subjects(Home home, Disclosure disclosure) {
        return stores
                .ask(
                        home.region(),
                        Tenants.of(disclosure.tenant()),
                        connection -> DisclosedSubjects.select(connection, disclosure))
                .stream()
                .map(row -> row.open(home, disclosure))
                .toList();
    }

    private void say(Home home, Disclosure disclosure, Note note, UUID event, Instant now) {
        var said = note.labelled(List.of("disclosure:" + disclosure.id()));
        session.insert(Said.row(home, said, event, now, Optional.empty()));
    }
}
