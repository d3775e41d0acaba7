// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A witness that other people wrote, before our logs.
class LitewitnessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir Path folder;

    @Test
    void it_cosigns_a_log_of_ours_as_it_grows_and_refuses_its_fork() throws Exception {
        // given
        try (var lite = Litewitness.start()) {
            var log = new GrowingLog(folder.resolve("log"), "entry ");
            lite.know(log.key());
            var address = new FarWitness(FarWitness.client(TIMEOUT), lite.url(), TIMEOUT);

            // when, then
            new Dialogue(address, log, lite.key()).hold(folder.resolve("fork"));
        }
    }
}
