// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Bytes;
import io.domicile.regions.Edition;
import io.domicile.regions.Note;
import io.domicile.regions.SealBroken;
import io.domicile.regions.seal.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;

/// The tenants' registers: rows that are only ever added, each under a MAC of the region's keys.
/// Blocks its caller.
@ApplicationScoped
public class Editions {

    private static final String INSERT =
            """
            insert into register
                (tenant, version, document, changes, actor, entered_at, event_id, mac)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (tenant, version) do nothing
            """;

    private final Stores stores;
    private final StatelessSession session;

    Editions(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    /// Writes an edition and its audit row in one transaction. The table's key decides between
    /// editors, of other gateways too.
    ///
    /// @return empty if the edition that the draft replaces is not the latest
    Optional<Edition> enter(Home home, UUID event, Edition.Draft draft, Note note, Instant now) {
        var row = new EditionEntity();
        row.eventId = event;
        row.tenant = note.tenant();
        row.version = draft.after() + 1;
        row.document = draft.document();
        row.changes = String.join("\n", draft.changes());
        row.actor = note.actor();
        row.enteredAt = now.truncatedTo(ChronoUnit.MICROS);
        row.mac = mac(home, row).toArray();
        return stores.read(
                home.region(),
                Tenants.of(row.tenant),
                () -> {
                    if (version(row.tenant) != draft.after() || !insert(row)) {
                        return Optional.empty();
                    }
                    session.insert(Said.row(home, note, event, now, Optional.empty()));
                    return Optional.of(edition(row, true));
                });
    }

    /// The latest edition of each tenant.
    public List<Edition.Id> latest(Home home) {
        return stores.read(
                home.region(),
                Tenants.EVERY,
                () ->
                        session.createQuery(
                                        """
                                        select e.tenant, e.version, e.eventId from EditionEntity e
                                        where e.version = (select max(o.version)
                                            from EditionEntity o where o.tenant = e.tenant)
                                        """,
                                        Edition.Id.class)
                                .getResultList());
    }

    /// The latest edition of a tenant.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Edition> latest(Home home, String tenant) {
        return of(home, tenant, Long.MAX_VALUE, 1).stream().map(Editions::intact).findFirst();
    }

    /// One edition of a tenant.
    ///
    /// @throws SealBroken if it is not what was written
    public Optional<Edition> of(Home home, String tenant, long version) {
        return of(home, tenant, version + 1, 1).stream()
                .filter(edition -> edition.id().version() == version)
                .map(Editions::intact)
                .findFirst();
    }

    /// Editions of a tenant below a version, the latest first.
    public List<Edition> of(Home home, String tenant, long before, int most) {
        return stores
                .read(
                        home.region(),
                        Tenants.of(tenant),
                        () ->
                                session.createQuery(
                                                "from EditionEntity e where e.tenant = ?1 and"
                                                        + " e.version < ?2 order by e.version desc",
                                                EditionEntity.class)
                                        .setParameter(1, tenant)
                                        .setParameter(2, before)
                                        .setMaxResults(most)
                                        .getResultList())
                .stream()
                .map(row -> edition(row, isIntact(home, row)))
                .toList();
    }

    private long version(String tenant) {
        return session.createQuery(
                        "select coalesce(max(e.version), 0) from EditionEntity e where e.tenant = ?1",
                        Long.class)
                .setParameter(1, tenant)
                .getSingleResult();
    }

    private boolean insert(EditionEntity row) {
        return session.createNativeMutationQuery(INSERT)
                        .setParameter(1, row.tenant)
                        .setParameter(2, row.version)
                        .setParameter(3, row.document)
                        .setParameter(4, row.changes)
                        .setParameter(5, row.actor)
                        .setParameter(6, row.enteredAt)
                        .setParameter(7, row.eventId)
                        .setParameter(8, row.mac)
                        .executeUpdate()
                == 1;
    }

    private static boolean isIntact(Home home, EditionEntity row) {
        return MessageDigest.isEqual(mac(home, row).toArray(), row.mac);
    }

    private static Edition intact(Edition edition) {
        if (!edition.intact()) {
            throw new SealBroken(
                    "version " + edition.id().version() + " of a register was changed", null);
        }
        return edition;
    }

    private static Edition edition(EditionEntity row, boolean intact) {
        return new Edition(
                new Edition.Id(row.tenant, row.version, row.eventId),
                row.document,
                row.changes.lines().toList(),
                row.actor,
                row.enteredAt,
                intact);
    }

    private static Bytes mac(Home home, EditionEntity row) {
        var message =
                new Fields("register")
                        .add(Long.toString(row.version))
                        .add(row.document)
                        .add(row.changes)
                        .add(row.actor)
                        .add(row.enteredAt.toString())
                        .add(row.eventId)
                        .toArray();
        return home.keys().mac("domicile/register/v1", row.tenant, message);
    }
}
