// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Locks for idempotency keys, a fixed number of them: equal keys share a lock, and some others do.
final class KeyLocks {

    private static final int STRIPES = 1024;

    private final Lock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

    /// The lock of a tenant's key. A thread holds one at a time.
    Lock of(String tenant, String key) {
        return stripes[Math.floorMod(Objects.hash(tenant, key), STRIPES)];
    }
}
