// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Merkle;
import io.domicile.regions.store.Database;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Year;
import java.time.ZoneOffset;

/// The audit log of one region.
public final class RegionLog implements AutoCloseable {

    private final Path folder;

    private RegionLog(Path folder) {
        this.folder = folder;
    }

    /// The origin of the region's log: the one that is open, or a new one of this year.
    ///
    /// @param prefix what stands before the year
    public static String origin(Database owner, String prefix) {
        try (var connection =
                DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select log_id from audit_tree")) {
                if (rows.next()) {
                    return rows.getString(1);
                }
            }
            var origin = prefix + "/" + Year.now(ZoneOffset.UTC);
            try (var insert =
                    connection.prepareStatement(
                            "insert into audit_tree (log_id, size, root, epoch)"
                                    + " values (?, 0, ?, 0) on conflict do nothing")) {
                insert.setString(1, origin);
                insert.setBytes(2, Merkle.EMPTY_ROOT.bytes());
                insert.executeUpdate();
            }
            return origin;
        } catch (SQLException e) {
            throw new IllegalStateException("the log cannot be opened", e);
        }
    }

    public static RegionLog open(Path folder) {
        return new RegionLog(folder);
    }

    public Path folder() {
        return folder;
    }

    public LogState state() {
        return LogState.RUNNING;
    }

    public long published() {
        return 0;
    }

    @Override
    public void close() {}
}
