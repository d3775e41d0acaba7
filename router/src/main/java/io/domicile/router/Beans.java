// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.router.classify.Territories;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// What the framework cannot make by itself.
final class Beans {

    @Produces
    @Singleton
    Territories territories() {
        return Territories.load();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
