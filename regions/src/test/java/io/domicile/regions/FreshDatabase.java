// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.EmbeddedPostgres;
import io.domicile.regions.store.Database;
import io.domicile.regions.store.Schema;
import java.nio.file.Path;

/// A region's database with its tables, without a gateway. The superuser has all roles.
public final class FreshDatabase implements AutoCloseable {

    private final FreshHome home = new FreshHome();
    private final Path folder;
    private final EmbeddedPostgres cluster;
    private final Database owner;

    private FreshDatabase() {
        folder = Path.of(home.start().getOrDefault("domicile.home", ""));
        var binaries = Path.of(System.getProperty("user.home"), ".cache", "domicile");
        var place = new EmbeddedPostgres.Place(folder, binaries, "nobody", true);
        cluster = EmbeddedPostgres.start(place, "nl");
        owner =
                new Database(
                        cluster.jdbcUrl("postgres"),
                        EmbeddedPostgres.SUPERUSER,
                        cluster.password());
        Schema.migrate(RegionId.of("nl"), owner);
    }

    public static FreshDatabase start() {
        return new FreshDatabase();
    }

    public Database owner() {
        return owner;
    }

    /// The cluster's folder.
    public Path cluster() {
        return folder.resolve("nl/postgres");
    }

    @Override
    public void close() {
        cluster.close();
        home.stop();
    }
}
