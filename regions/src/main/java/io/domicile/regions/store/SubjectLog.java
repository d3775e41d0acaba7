// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.audit.TilePath;
import io.domicile.regions.Bytes;
import io.domicile.regions.Reads;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Stretch;
import io.domicile.regions.SubjectEntry;
import io.domicile.regions.keys.WrapBroken;
import io.domicile.regions.log.Placement;
import io.domicile.regions.seal.SubjectKey;
import io.domicile.regions.store.Home.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.hibernate.jdbc.ReturningWork;

/// Finds the entries of the log that are about one subject. Nothing but the subject's keys leads
/// there: once they are destroyed, nobody finds them. Blocks its caller.
@ApplicationScoped
public class SubjectLog {

    /// Entries that are looked at in one transaction: whole bundles.
    private static final int PAGE = 16 * TilePath.FULL;

    private final Stores stores;
    private final StatelessSession session;

    SubjectLog(Stores stores, StatelessSession session) {
        this.stores = stores;
        this.session = session;
    }

    private static final UUID FIRST = new UUID(0, 0);

    private record Found(String log, long index, UUID event, UUID key) {}

    /// See [io.domicile.regions.Residence#entries].
    public List<SubjectEntry> entries(
            Home home, String tenant, String subject, Optional<UUID> after, int most) {
        var holder = home.holder(tenant, subject);
        var keys = keys(home, holder);
        return read(
                home,
                tenant,
                connection -> {
                    var entries = new ArrayList<SubjectEntry>();
                    for (var found : find(connection, holder, after, most)) {
                        Placement.find(connection, found.event)
                                .ifPresent(placed ->
                                        entries.add(
                                                new SubjectEntry(
                                                        found.event,
                                                        found.log,
                                                        found.index,
                                                        placed,
                                                        isOwn(placed.entry(), found, keys))));
                    }
                    return entries;
                });
    }

    /// See [io.domicile.regions.Residence#reads].
    public List<Reads> reads(Home home, String tenant, String subject, Optional<Stretch> part) {
        var keys =
                keys(home, home.holder(tenant, subject)).values().stream()
                        .sorted((a, b) -> Arrays.compareUnsigned(a.toArray(), b.toArray()))
                        .toList();
        if (keys.isEmpty()) {
            return List.of();
        }
        var nothing = new Stretch(home.origin(), 0, -1, Optional.empty());
        return Stream.iterate(
                        part.or(() -> Optional.of(nothing)), rest -> rest.flatMap(Stretch::next))
                .takeWhile(Optional::isPresent)
                .map(rest -> reads(home, tenant, rest.orElseThrow(), keys))
                .toList();
    }

    /// @param part of the first log of it
    /// @throws ResidenceUnavailable if not every entry of it is there: some are being pruned
    private Reads reads(Home home, String tenant, Stretch part, List<Bytes> keys) {
        var checkpoint =
                read(home, tenant, connection -> Placement.checkpoint(connection, part.log()))
                        .orElseThrow(
                                () -> new ResidenceUnavailable("the log has no checkpoint yet"));
        var matches = new ArrayList<Reads.Match>();
        for (long at = part.first(); at <= part.last(); at = (at / PAGE + 1) * PAGE) {
            long first = at;
            long end = Math.min(part.last() + 1, (at / PAGE + 1) * PAGE);
            var entries =
                    read(
                            home,
                            tenant,
                            connection -> AccessEntry.read(connection, part.log(), first, end));
            if (entries.size() != end - first) {
                throw new ResidenceUnavailable("entries of the time were pruned");
            }
            entries.stream()
                    .filter(entry -> keys.stream().anyMatch(key -> isOf(entry, key)))
                    .map(SubjectLog::match)
                    .forEach(matches::add);
        }
        return new Reads(part.log(), checkpoint, part.first(), part.last(), matches, keys);
    }

    private static Reads.Match match(AccessEntry entry) {
        return new Reads.Match(
                entry.index(), entry.time(), entry.kind().type(), entry.kind().act());
    }

    private static boolean isOf(AccessEntry entry, Bytes key) {
        return entry.pseudonym() != null && entry.pseudonym().equals(pseudonym(key, entry.id()));
    }

    private static boolean isOwn(Bytes entry, Found found, Map<UUID, Bytes> keys) {
        var key = keys.get(found.key);
        return key != null
                && new String(entry.toArray(), StandardCharsets.UTF_8)
                        .contains("\"sp\":\"" + pseudonym(key, found.event) + '"');
    }

    private static String pseudonym(Bytes key, UUID event) {
        return HexFormat.of().formatHex(SubjectKey.pseudonym(key.toArray(), event));
    }

    /// The pseudonym keys of the subject, those of its sessions too, by the ids of its keys. What
    /// is kept for the law's term alone is not among them.
    private Map<UUID, Bytes> keys(Home home, Holder holder) {
        var rows =
                stores.read(
                        home.region(),
                        Tenants.of(holder.tenant()),
                        () ->
                                session.createQuery(
                                                """
                                                from SubjectKeyEntity k
                                                where k.tenant = ?1 and k.pseudonym = ?2
                                                    and k.restrictedUntil is null
                                                    and not exists (select 1
                                                        from ErasedKeyEntity e
                                                        where e.keyId = k.id)
                                                """,
                                                SubjectKeyEntity.class)
                                        .setParameter(1, holder.tenant())
                                        .setParameter(2, holder.pseudonym().toArray())
                                        .getResultList());
        var keys = new HashMap<UUID, Bytes>();
        for (var row : rows) {
            try (var key =
                    SubjectKey.of(
                            row.id,
                            home.keys().suite(),
                            home.keys().unwrap(row.kek, row.owner().owning(row.id), row.wrapped))) {
                keys.put(row.id, Bytes.of(key.pseudonymKey()));
            } catch (WrapBroken e) {
                throw new ResidenceUnavailable("a key of the subject does not open", e);
            }
        }
        return keys;
    }

    private <T> T read(Home home, String tenant, ReturningWork<T> work) {
        return stores.read(home.region(), Tenants.of(tenant), () -> session.doReturningWork(work));
    }

    private static List<Found> find(
            Connection connection, Holder holder, Optional<UUID> after, int most)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        """
                        select i.log_id, i.idx, d.event_id, d.key_id from perishable.subject_key k
                            join audit_detail d on d.key_id = k.id
                            join audit_index i on i.event_id = d.event_id
                        where k.tenant = ? and k.pseudonym = ? and k.restricted_until is null
                            and not exists (select 1 from erased_key e where e.key_id = k.id)
                            and d.event_id > ?
                        order by d.event_id limit ?
                        """)) {
            query.setString(1, holder.tenant());
            query.setBytes(2, holder.pseudonym().toArray());
            query.setObject(3, after.orElse(FIRST));
            query.setInt(4, most);
            var found = new ArrayList<Found>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new Found(
                                    rows.getString(1),
                                    rows.getLong(2),
                                    rows.getObject(3, UUID.class),
                                    rows.getObject(4, UUID.class)));
                }
            }
            return found;
        }
    }
}
