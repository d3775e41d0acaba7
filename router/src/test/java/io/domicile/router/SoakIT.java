// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged gateway under a load that it can just bear, for a while. With
/// `-Ddomicile.soak.seconds=600` it is the long run; the figures are printed.
class SoakIT {

    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("domicile.soak.seconds", 20));
    private static final int CONNECTIONS = 1000;
    private static final double SHARE = 0.8;
    private static final int SUBJECTS = 300;

    private static final List<String> REGIONS = List.of("cn", "nl", "sg");
    private static final List<String> RECORDS =
            List.of(Examples.MAINLAND_POINT, Examples.GERMAN_TEXT, Examples.SINGAPORE_TEXT);

    /// A collection of all garbage stops the gateway, so there are few of them.
    private static final int LOOKS = Math.clamp(TIME.toSeconds() / 3, 6, 40);

    private static final int WARM_UP_LOOKS = LOOKS / 5;

    /// The heap is flat unless it is nearly certain that it grows by more than this part.
    private static final double FLAT = 0.02;

    @TempDir Path folder;

    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void at_four_fifths_of_what_it_can_bear_nothing_fails_and_the_heap_stays_flat()
            throws Exception {
        // given
        try (var gateway = Gateway.start(folder.resolve("home"));
                var connections = new Connections(gateway, CONNECTIONS, SoakIT::record)) {
            int warmedUp = warmUp(connections);
            long published = published(gateway);
            long from = System.nanoTime();
            var most = connections.withoutPause(TIME.dividedBy(3)).join();
            double sequenced = (published(gateway) - published) * 1e9 / (System.nanoTime() - from);
            double rate = SHARE * Math.min(most.perSecond(), sequenced);
            System.out.printf("%d connections, as fast as they can: %s%n", CONNECTIONS, most);

            // when
            var heap = new LiveHeap(gateway.pid());
            var soak = connections.steadily(rate, TIME);
            watch(heap, soak);
            var answers = soak.join();

            // then
            var trend = heap.trend(WARM_UP_LOOKS);
            System.out.printf("at %.0f/s for %d s: %s%n", rate, TIME.toSeconds(), answers);
            System.out.printf("%d looks at the heap: %s%n", LOOKS, trend);
            assertAllStored(most);
            assertAllStored(answers);
            assertTrue(trend.growth() - 2 * trend.error() < FLAT, trend::toString);
            int each = (warmedUp + most.count() + answers.count()) / REGIONS.size();
            for (var region : REGIONS) {
                gateway.awaitPublished(region, each);
            }
        }
    }

    /// What the gateway remembers of subjects is in its memory when each has had records.
    ///
    /// @return how many records
    private static int warmUp(Connections connections) {
        int records = 0;
        while (records < 2 * SUBJECTS * REGIONS.size()) {
            var answers = connections.withoutPause(TIME.dividedBy(3)).join();
            assertAllStored(answers);
            records += answers.count();
        }
        return records;
    }

    private static void assertAllStored(Answers answers) {
        assertEquals(Map.of("201", answers.count()), answers.statuses());
    }

    private static void watch(LiveHeap heap, CompletableFuture<?> soak) throws Exception {
        long start = System.nanoTime();
        for (int look = 0; look < LOOKS; look++) {
            long due = start + TIME.toNanos() / LOOKS * look;
            LockSupport.parkNanos(due - System.nanoTime());
            heap.look();
        }
        assertTrue(!soak.isDone(), "the last look was under load");
    }

    private static long published(Gateway gateway) throws Exception {
        long sum = 0;
        for (var region : REGIONS) {
            sum += gateway.published(region);
        }
        return sum;
    }

    private static String record(int n) {
        var kind = RECORDS.get(n % RECORDS.size());
        return kind.replace("u-", "u-" + n / RECORDS.size() % SUBJECTS + "-");
    }
}
