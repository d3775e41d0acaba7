// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Kek;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Retirement;
import io.domicile.regions.keys.KeysUnusable;
import io.domicile.regions.keys.RegionKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The KEKs of a region: which its database knows, which is current, and what each wraps. Works as
/// the owner's role. Blocks its caller.
///
/// The table `kek` decides: its last row is the current KEK, a DEK can be wrapped only with one of
/// its rows, and a row can be deleted only when no DEK refers to it; the database sees to both.
public final class Keks {

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Home home;
    private final Database owner;
    private final KeyEvents events;
    private final Runnable noted;
    private final Runnable rotated;

    /// @param noted is told of new audit rows
    /// @param rotated is told of a new current KEK
    public Keks(Home home, Database owner, Runnable noted, Runnable rotated) {
        this.home = home;
        this.owner = owner;
        this.events = KeyEvents.of(home);
        this.noted = noted;
        this.rotated = rotated;
    }

    /// Compares a region's database with its keys before anything is written; a new database takes
    /// the newest KEK.
    ///
    /// @throws ResidenceUnavailable if a KEK that the database knows is not there, as in a key
    ///   store out of an older backup; the message says what to put back
    public static void check(Database owner, RegionId region, RegionKeys keys) {
        var here = keys.keks();
        try (var connection = owner.connect()) {
            if (ids(connection).isEmpty()) {
                insert(connection, here.getLast());
            }
            var missing = new ArrayList<>(ids(connection));
            missing.removeAll(here);
            if (!missing.isEmpty()) {
                throw new ResidenceUnavailable(
                        "region "
                                + region
                                + ": its keys lack "
                                + String.join(", ", missing)
                                + ", which its database needs; put back the newest copy of"
                                + " domicile.regions."
                                + region
                                + ".key-store");
            }
        } catch (SQLException e) {
            throw unavailable(region, e);
        }
    }

    /// See [io.domicile.regions.Residence#keks].
    public List<Kek> list() {
        try (var connection = owner.connect()) {
            var counts = counts(connection);
            var all = new ArrayList<Kek>();
            var last = List.copyOf(counts.keySet()).getLast();
            var here = home.keys().keks();
            counts.forEach((id, count) -> {
                var state = here.contains(id) ? state(id.equals(last), count) : Kek.State.MISSING;
                all.add(new Kek(id, state, count));
            });
            for (var id : here) {
                if (!counts.containsKey(id)) {
                    all.add(new Kek(id, Kek.State.SPARE, 0));
                }
            }
            return all;
        } catch (SQLException e) {
            throw unavailable(home.region(), e);
        } catch (KeysUnusable e) {
            throw unusable(e);
        }
    }

    private static Kek.State state(boolean last, long count) {
        if (last) {
            return Kek.State.CURRENT;
        }
        return count > 0 ? Kek.State.DRAINING : Kek.State.UNUSED;
    }

    /// See [io.domicile.regions.Residence#rotateKek].
    public String rotate(String tenant, String actor) {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            lock(connection);
            var known = ids(connection);
            var newest = home.keys().keks().getLast();
            // A KEK that is not in the database yet is durable in the key store already: one that
            // an operator has spread to all gateways, or that a crash left behind.
            var kek = known.contains(newest) ? home.keys().makeKek() : newest;
            insert(connection, kek);
            events.add(connection, tenant, actor, kek, "rotated", "from:" + known.getLast());
            connection.commit();
            noted.run();
            rotated.run();
            return kek;
        } catch (SQLException e) {
            throw unavailable(home.region(), e);
        } catch (KeysUnusable e) {
            throw unusable(e);
        }
    }

    /// See [io.domicile.regions.Residence#retireKek].
    public Retirement retire(String kek, String tenant, String actor) {
        try (var connection = owner.connect()) {
            connection.setAutoCommit(false);
            lock(connection);
            var known = ids(connection);
            if (known.getLast().equals(kek)) {
                return new Retirement.Current();
            }
            var isKnown = known.contains(kek);
            if (!isKnown && !isLeft(kek, known)) {
                return new Retirement.Unknown();
            }
            if (isKnown) {
                delete(connection, kek);
                events.add(connection, tenant, actor, kek, "retired");
            }
            connection.commit();
            noted.run();
            home.keys().destroyKek(kek);
            return new Retirement.Retired();
        } catch (SQLException e) {
            if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
                return new Retirement.InUse(subjectKeys(kek));
            }
            throw unavailable(home.region(), e);
        } catch (KeysUnusable e) {
            throw unusable(e);
        }
    }

    /// Whether a retirement was interrupted after the database forgot the KEK. A newer one than the
    /// current is for the next rotation.
    private boolean isLeft(String kek, List<String> known) {
        var here = home.keys().keks();
        return here.contains(kek) && here.indexOf(kek) < here.indexOf(known.getLast());
    }

    private long subjectKeys(String kek) {
        try (var connection = owner.connect()) {
            return counts(connection).getOrDefault(kek, 0L);
        } catch (SQLException e) {
            throw unavailable(home.region(), e);
        }
    }

    /// The KEKs that the database knows, the current one last.
    static List<String> ids(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from perishable.kek order by n")) {
            var ids = new ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static Map<String, Long> counts(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select k.id, (select count(*) from perishable.subject_key s where s.kek = k.id)
                                from perishable.kek k order by k.n
                                """)) {
            var counts = new LinkedHashMap<String, Long>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        }
    }

    /// One rotation or retirement at a time in a region, whatever gateway it is asked of.
    private static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select id from residence where id = 1 for update");
        }
    }

    private static void insert(Connection connection, String kek) throws SQLException {
        try (var insert =
                connection.prepareStatement(
                        "insert into perishable.kek (id, created_at) values (?, now()) on conflict do nothing")) {
            insert.setString(1, kek);
            insert.executeUpdate();
        }
    }

    private static void delete(Connection connection, String kek) throws SQLException {
        try (var delete = connection.prepareStatement("delete from perishable.kek where id = ?")) {
            delete.setString(1, kek);
            delete.executeUpdate();
        }
    }

    private ResidenceUnavailable unusable(KeysUnusable e) {
        return new ResidenceUnavailable("region " + home.region() + ": " + e.getMessage(), e);
    }

    private static ResidenceUnavailable unavailable(RegionId region, SQLException e) {
        return new ResidenceUnavailable(
                "region " + region + ": its KEKs cannot be looked up: " + Faults.describe(e));
    }
}
