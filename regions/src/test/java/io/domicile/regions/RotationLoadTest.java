// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A rotation under writes, cut off twice. With `-Ddomicile.rotation.subjects=100000` it is the
/// long run, whose figures it prints.
@QuarkusTest
@WithTestResource(FreshHome.class)
class RotationLoadTest {

    private static final int SUBJECTS = Integer.getInteger("domicile.rotation.subjects", 2000);
    private static final int CALLERS = 8;
    private static final int ALONE = 2000;

    @Inject Residences residences;

    private final AtomicInteger next = new AtomicInteger();

    /// What callers saw.
    private record Served(List<Receipt> receipts, List<Long> nanos, Duration time) {

        double perSecond() {
            return receipts.size() * 1e9 / time.toNanos();
        }

        double milliseconds(double quantile) {
            return nanos.get((int) (quantile * (nanos.size() - 1))) / 1e6;
        }
    }

    @Test
    void a_rotation_that_is_cut_off_twice_loses_nothing_while_serving() throws Exception {
        // given
        var residence = residences.at(RegionId.of("nl"));
        var receipts = seed(residence);
        var old = residence.keks().getLast().id();
        serve(residence, () -> next.get() < ALONE); // warm
        int begun = next.get();
        var alone = serve(residence, () -> next.get() < begun + ALONE);

        // when
        long start = System.nanoTime();
        var kek = residence.rotateKek(Samples.TENANT, "operator");
        var watcher = Executors.newSingleThreadExecutor();
        var cuts = watcher.submit(() -> cutTwice(residence, old));
        var during = serve(residence, () -> !cuts.isDone());
        var rotation = Duration.ofNanos(System.nanoTime() - start);
        watcher.shutdown();

        // then
        assertEquals(2, cuts.get());
        assertEquals(
                "0",
                Superuser.query(
                        residence,
                        "select count(*) from perishable.subject_key where kek <> ?",
                        kek));
        assertReadable(residence, receipts, "seed ");
        assertReadable(residence, during.receipts, "");
        report(rotation, alone, during);
    }

    private static void report(Duration rotation, Served alone, Served during) {
        System.out.printf(
                "rotation of %d subject keys: %.1f s, %.0f keys/s, cut off twice%n",
                SUBJECTS, rotation.toMillis() / 1e3, SUBJECTS * 1e3 / rotation.toMillis());
        report("without rotation", alone);
        report("during rotation", during);
        System.out.printf(
                "during / without: throughput %.2f, p50 %.2f, p99 %.2f%n",
                during.perSecond() / alone.perSecond(),
                during.milliseconds(0.5) / alone.milliseconds(0.5),
                during.milliseconds(0.99) / alone.milliseconds(0.99));
    }

    private static void report(String when, Served served) {
        System.out.printf(
                "writes %s: %d at %.0f/s, p50 %.1f ms, p99 %.1f ms%n",
                when,
                served.receipts.size(),
                served.perSecond(),
                served.milliseconds(0.5),
                served.milliseconds(0.99));
    }

    private static List<Receipt> seed(Residence residence) {
        var receipts = new ArrayList<Receipt>();
        for (int from = 0; from < SUBJECTS; from += 500) {
            var waiting = new ArrayList<CompletionStage<Admission>>();
            for (int i = from; i < Math.min(SUBJECTS, from + 500); i++) {
                waiting.add(residence.admit(Samples.deposit("seed-" + i, "seed " + i)));
            }
            waiting.forEach(one -> receipts.add(Samples.done(one)));
        }
        return receipts;
    }

    /// Writes from several callers, each waiting for its answer, as long as wanted.
    private Served serve(Residence residence, BooleanSupplier wanted) throws Exception {
        var receipts = new ArrayList<Receipt>();
        var nanos = new ArrayList<Long>();
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            var ends = new ArrayList<Future<?>>();
            for (int caller = 0; caller < CALLERS; caller++) {
                ends.add(
                        threads.submit(() -> {
                            for (int n = 0; n % 20 != 0 || wanted.getAsBoolean(); n++) {
                                write(residence, receipts, nanos);
                            }
                        }));
            }
            for (var end : ends) {
                end.get();
            }
        }
        var time = Duration.ofNanos(System.nanoTime() - start);
        return new Served(receipts, nanos.stream().sorted().toList(), time);
    }

    private void write(Residence residence, List<Receipt> receipts, List<Long> nanos) {
        int n = next.getAndIncrement();
        long start = System.nanoTime();
        var receipt = Samples.done(residence.admit(Samples.deposit("seed-" + n % SUBJECTS, "")));
        long took = System.nanoTime() - start;
        synchronized (nanos) {
            receipts.add(receipt);
            nanos.add(took);
        }
    }

    private static int cutTwice(Residence residence, String old) {
        int cuts = 0;
        while (cuts < 2 && left(residence, old) > 0) {
            int ended =
                    Superuser.cutOff(
                            residence,
                            "select id, tenant, pseudonym, session, wrapped from perishable.subject_key");
            if (ended > 0) {
                long before = left(residence, old);
                cuts += ended;
                Samples.await(() -> left(residence, old) < before || before == 0);
            }
        }
        while (left(residence, old) > 0) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return cuts;
    }

    private static long left(Residence residence, String kek) {
        return residence.keks().stream()
                .filter(one -> one.id().equals(kek))
                .mapToLong(Kek::subjectKeys)
                .sum();
    }

    private static void assertReadable(Residence residence, List<Receipt> receipts, String prefix) {
        int step = Math.max(1, receipts.size() / 5000);
        for (int i = 0; i < receipts.size(); i += step) {
            var expected = prefix.isEmpty() ? "" : prefix + i;
            assertEquals(expected, Samples.read(residence, receipts.get(i)));
        }
    }
}
