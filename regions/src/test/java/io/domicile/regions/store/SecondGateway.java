// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.regions.Residence;
import io.domicile.regions.Superuser;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.seal.Suite;
import java.time.Clock;
import java.time.Duration;
import org.hibernate.StatelessSession;

/// What another gateway on a residence's database would be.
final class SecondGateway {

    private SecondGateway() {}

    /// Its writer, with keys in a memory of its own.
    static Writer on(Residence residence, Stores stores, StatelessSession session) {
        var log = new Writer.Log(() -> {}, () -> false, () -> false, () -> false);
        return new Writer(home(residence), stores, session, Clock.systemUTC(), log);
    }

    /// The residence with keys read anew.
    static Home home(Residence residence) {
        var folder = Superuser.folder(residence);
        var keys =
                KeyStoreFile.find(
                        residence.region(),
                        Suite.named(residence.suite()),
                        folder.resolve("keys.p12"),
                        folder.resolve("keys.password"),
                        true);
        return new Home(residence.region(), residence.origin(), keys, Duration.ofDays(365));
    }
}
