// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Makes the policies wrong, one line at a time, and looks whether their tests notice.
///
/// It takes a sample that is the same each time: 40 wrong lines, or as many as
/// `-Ddomicile.mutants=` says, a number or `all`. Mutants that mean the same as the original stand
/// in `equivalent-mutants.txt`.
final class MutationTest {

    private static final Path POLICIES = Path.of("").toAbsolutePath();
    private static final Path EQUIVALENT = Path.of("src/test/resources/equivalent-mutants.txt");
    private static final String WANTED = System.getProperty("domicile.mutants", "40");
    private static final long SEED = 20_261_121;
    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

    @Test
    void a_test_fails_for_every_wrong_line() throws Exception {
        // given
        Path opa = Opa.required("the mutation check of the policies");
        BlockingQueue<Mutant> mutants = new LinkedBlockingQueue<>(chosen());

        // when
        Set<String> survivors = new ConcurrentSkipListSet<>();
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                done.add(workers.submit(() -> search(opa, mutants, survivors)));
            }
            for (Future<?> worker : done) {
                worker.get();
            }
        }

        // then
        assertEquals("", String.join("\n", survivors));
    }

    @Test
    void every_mutant_said_to_be_equivalent_exists_and_has_a_reason() throws IOException {
        // given
        Set<String> known = new HashSet<>();
        Mutant.all(POLICIES).forEach(mutant -> known.add(mutant.toString()));

        // when
        List<String> listed = equivalent();

        // then
        assertFalse(known.isEmpty());
        for (String line : listed) {
            assertTrue(line.matches(".+ \\| .{10,}"), "no reason: " + line);
            assertTrue(known.contains(name(line)), "no such mutant: " + line);
        }
    }

    private static List<Mutant> chosen() throws IOException {
        Set<String> equivalent =
                equivalent().stream().map(MutationTest::name).collect(Collectors.toSet());
        List<Mutant> mutants = new ArrayList<>(Mutant.all(POLICIES));
        mutants.removeIf(mutant -> equivalent.contains(mutant.toString()));
        if (WANTED.equals("all")) {
            return mutants;
        }
        Collections.shuffle(mutants, new Random(SEED));
        return mutants.subList(0, Math.min(Integer.parseInt(WANTED), mutants.size()));
    }

    private static List<String> equivalent() throws IOException {
        try (Stream<String> lines = Files.lines(EQUIVALENT)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
        }
    }

    private static String name(String line) {
        return line.substring(0, line.lastIndexOf(" | "));
    }

    private static @Nullable Void search(
            Path opa, BlockingQueue<Mutant> mutants, Set<String> survivors)
            throws IOException, InterruptedException {
        try (var server = new MutantServer(opa, Case.all())) {
            assertFalse(server.differs(), "the cases fail without a wrong line");
            for (Mutant next = mutants.poll(); next != null; next = mutants.poll()) {
                if (!server.isNoticed(next)) {
                    String survivor = next.line() + " " + next;
                    survivors.add(survivor);
                    System.err.println("unnoticed: " + survivor);
                }
            }
            server.repair();
            assertFalse(server.differs(), "the right policies are not back");
        }
        return null;
    }
}
