// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// How long it takes until nothing opens of a subject with many records. With
/// `-Ddomicile.erasure.records=100000` it is the long run, whose figures it prints.
@QuarkusTest
@WithTestResource(FreshHome.class)
class ErasureLoadTest {

    private static final int RECORDS = Integer.getInteger("domicile.erasure.records", 2000);
    private static final int LARGE = 3;
    private static final int SMALL = 9;
    private static final int AT_ONCE = 1000;

    @Inject Residences residences;

    /// How long an erasure took.
    ///
    /// @param gone until the first of the records did not open, in nanoseconds
    /// @param answered until the certificate was there, with its counts
    private record Took(long gone, long answered) {}

    @Test
    void erasing_a_large_subject_takes_as_long_as_a_small_one_until_nothing_opens()
            throws Exception {
        // given
        var residence = residences.at(RegionId.of("cn"));
        var large = new ArrayList<List<Receipt>>();
        for (int i = 0; i < LARGE; i++) {
            large.add(fill(residence, "large-" + i, RECORDS));
        }
        for (int i = 0; i < SMALL; i++) {
            erase(residence, "warm-" + i, fill(residence, "warm-" + i, 1));
        }

        // when
        var small = new ArrayList<Took>();
        for (int i = 0; i < SMALL; i++) {
            small.add(erase(residence, "small-" + i, fill(residence, "small-" + i, 1)));
        }
        var all = new ArrayList<Took>();
        for (int i = 0; i < LARGE; i++) {
            all.add(erase(residence, "large-" + i, large.get(i)));
        }

        // then
        for (var receipts : large) {
            for (var receipt : receipts) {
                var id = receipt.record().orElseThrow();
                assertEquals(new Opened.Erased(id), residence.open(Samples.TENANT, id));
            }
        }
        report(small, all);
    }

    private static void report(List<Took> small, List<Took> large) {
        double one = median(small);
        double many = median(large);
        System.out.printf(
                "until nothing opens: 1 record %.1f ms, %d records %.1f ms, ratio %.2f%n",
                one, RECORDS, many, many / one);
        for (var took : large) {
            System.out.printf(
                    "%d records: nothing opens after %.1f ms, certificate after %.1f ms%n",
                    RECORDS, took.gone / 1e6, took.answered / 1e6);
        }
    }

    private static double median(List<Took> all) {
        var sorted = all.stream().mapToLong(Took::gone).sorted().toArray();
        return sorted[sorted.length / 2] / 1e6;
    }

    private static List<Receipt> fill(Residence residence, String subject, int records) {
        var receipts = new ArrayList<Receipt>();
        while (receipts.size() < records) {
            var waiting = new ArrayList<CompletionStage<Admission>>();
            for (int i = receipts.size(); i < records && waiting.size() < AT_ONCE; i++) {
                waiting.add(residence.admit(Samples.deposit(subject, "record " + i)));
            }
            waiting.forEach(one -> receipts.add(Samples.done(one)));
        }
        return receipts;
    }

    /// Erases, and asks for a record all the while.
    private static Took erase(Residence residence, String subject, List<Receipt> receipts)
            throws Exception {
        var id = receipts.getLast().record().orElseThrow();
        try (var thread = Executors.newSingleThreadExecutor()) {
            long start = System.nanoTime();
            var answer =
                    thread.submit(() -> {
                        var done = residence.erase(Samples.TENANT, subject, Samples.note("erase"));
                        assertEquals(receipts.size(), done.records());
                        return System.nanoTime() - start;
                    });
            while (residence.open(Samples.TENANT, id) instanceof Opened.Clear) {
                Thread.onSpinWait();
            }
            long gone = System.nanoTime() - start;
            return new Took(gone, answer.get());
        }
    }
}
