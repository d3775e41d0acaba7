// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes the policies wrong, one line at a time, and looks whether their tests notice.
///
/// Each wrong line costs a run of all tests, so it is asked for: `-Ddomicile.mutants=60` takes a
/// seeded sample, `-Ddomicile.mutants=all` takes all of them. Mutants that mean the same as the
/// original stand in `equivalent-mutants.txt`.
final class MutationTest {

    private static final Path POLICIES = Path.of("").toAbsolutePath();
    private static final Path EQUIVALENT = Path.of("src/test/resources/equivalent-mutants.txt");
    private static final String WANTED = System.getProperty("domicile.mutants", "");
    private static final long SEED = 20_261_121;
    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

    @Test
    void a_test_fails_for_every_wrong_line(@TempDir Path folder) throws Exception {
        // given
        assumeFalse(
                WANTED.isEmpty(), "left out: the mutation check (ask with -Ddomicile.mutants=all)");
        Path opa = Opa.required("the mutation check of the policies");
        BlockingQueue<Path> copies = new ArrayBlockingQueue<>(WORKERS);
        for (int i = 0; i < WORKERS; i++) {
            copies.add(copy(folder.resolve("copy" + i)));
        }
        assertFalse(isNoticed(opa, copies.element()), "the tests fail without a wrong line");

        // when
        List<String> survivors = new ArrayList<>();
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<Boolean>> noticed = new ArrayList<>();
            List<Mutant> mutants = chosen();
            mutants.forEach(
                    mutant -> noticed.add(workers.submit(() -> isNoticed(opa, copies, mutant))));
            for (int i = 0; i < mutants.size(); i++) {
                if (!noticed.get(i).get()) {
                    survivors.add(mutants.get(i).line() + " " + mutants.get(i));
                }
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

    private static boolean isNoticed(Path opa, BlockingQueue<Path> copies, Mutant mutant)
            throws IOException, InterruptedException {
        Path copy = copies.take();
        try {
            mutant.write(copy);
            return isNoticed(opa, copy);
        } finally {
            mutant.undo(copy);
            copies.add(copy);
        }
    }

    // What does not even compile is noticed too.
    private static boolean isNoticed(Path opa, Path copy) throws IOException, InterruptedException {
        var arguments = List.of("test", "--timeout=10m", "rego", "data", "cases");
        return Opa.run(opa, copy, arguments).status() != 0;
    }

    private static Path copy(Path target) throws IOException {
        for (String folder : List.of("rego", "data", "cases")) {
            try (Stream<Path> files = Files.walk(POLICIES.resolve(folder))) {
                for (Path file : files.toList()) {
                    Path copied = target.resolve(POLICIES.relativize(file).toString());
                    Files.createDirectories(copied.getParent());
                    Files.copy(file, copied);
                }
            }
        }
        return target;
    }
}
