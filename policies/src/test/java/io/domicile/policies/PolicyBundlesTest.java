// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyBundlesTest {

    private static final SigningKey KEY = SigningKey.fresh(SignatureAlgorithm.EdDSA);
    private static final PolicyBundle FIRST = PolicyBundle.bundled();
    private static final PolicyEngine ENGINE =
            new CachedPolicyEngine(new WasmPolicyEngine(FIRST, 2), FIRST, 100_000);

    private PolicyBundles bundles;
    private int recorded;

    @BeforeEach
    void start_with_the_bundle_of_this_version() {
        ENGINE.prepare(FIRST).run();
        bundles = new PolicyBundles(FIRST, ENGINE);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void a_signed_bundle_decides_from_then_on() {
        // when
        var replaced = replace(KEY.sign(Bundles.longer("next")));

        // then
        var active = assertInstanceOf(PolicyBundles.Replacement.Active.class, replaced);
        assertEquals("next", active.revision().revision());
        assertEquals(active.revision(), bundles.active().revision());
        assertEquals(active.revision(), ENGINE.revision());
        assertEquals(Bundles.LONGER_DAYS, days(decide()));
        assertEquals(active.revision(), decide().policy());
        assertEquals(1, recorded);
    }

    @Test
    void callers_notice_a_change_of_the_bundle_by_nothing_but_the_answer() throws Exception {
        // given
        var stop = new AtomicBoolean();
        var asked = new AtomicLong();
        Callable<List<Decision>> caller =
                () -> {
                    List<Decision> answers = new ArrayList<>();
                    while (!stop.get()) {
                        answers.add(decide(asked.incrementAndGet()));
                    }
                    return answers;
                };
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Decision>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(callers.submit(caller));
            }

            // when
            awaitAnswers(asked, 50);
            var second = replace(KEY.sign(Bundles.longer("next")));
            awaitAnswers(asked, 50);
            var third = replace(KEY.sign(FIRST.bytes()));
            awaitAnswers(asked, 50);
            stop.set(true);

            // then
            assertInstanceOf(PolicyBundles.Replacement.Active.class, second);
            assertInstanceOf(PolicyBundles.Replacement.Active.class, third);
            Set<String> seen = new HashSet<>();
            for (Future<List<Decision>> future : answers) {
                future.get().forEach(decision -> seen.add(consistent(decision)));
            }
            assertEquals(Set.of(FIRST.revision().revision(), "next"), seen);
        }
    }

    @Test
    void what_is_no_bundle_is_refused() {
        refused("broken", new byte[0]);
        refused("broken", "policies".getBytes(StandardCharsets.UTF_8));
        refused("no policy.wasm", without("policy.wasm"));
        refused("no data.json", without("data.json"));
        refused("no .manifest", without(".manifest"));
    }

    @Test
    void an_unsigned_bundle_is_refused() {
        refused("not signed", FIRST.bytes());
    }

    @Test
    void a_bundle_signed_by_somebody_else_is_refused() {
        refused("configured key", SigningKey.fresh(KEY.algorithm()).sign(Bundles.longer("next")));
    }

    @Test
    void a_bundle_of_another_version_is_refused() {
        refused(
                "not made for Rego 1",
                KEY.sign(Bundles.edited(".manifest", manifest -> manifest.put("rego_version", 0))));
        refused(
                "by OPA 1.x",
                KEY.sign(
                        Bundles.edited(
                                ".manifest",
                                manifest -> {
                                    manifest.withObject("metadata").put("opa", "0.61.0");
                                    return manifest;
                                })));
    }

    @Test
    void other_policies_under_the_same_revision_are_refused() {
        refused("revision of another", KEY.sign(Bundles.longer(FIRST.revision().revision())));
    }

    @Test
    void documents_that_the_compiled_policies_would_not_see_are_refused() {
        refused("foreign file: more/data.json", KEY.sign(with("more/data.json", "{}")));
    }

    @Test
    void policies_that_cannot_be_loaded_are_refused() {
        refused(
                "cannot be loaded",
                KEY.sign(
                        Bundles.changed(
                                Bundles.longer("next"),
                                files -> {
                                    files.put("policy.wasm", new byte[] {0, 'a', 's', 'm'});
                                    return files;
                                })));
    }

    @Test
    void policies_that_do_not_refuse_by_default_are_refused(@TempDir Path folder) throws Exception {
        // given
        Path opa = Opa.required("broken policies");
        String allow =
                """
                {"effect": "ALLOW", "region": "NL", "obligations": [], "labels": [], "counsel": false, "reasons": []}
                """;

        // then
        refused(
                "does not refuse by default",
                KEY.sign(Bundles.always(opa, folder.resolve("allow"), allow.strip())));
        refused(
                "gives no decision",
                KEY.sign(Bundles.always(opa, folder.resolve("undefined"), "1 if input.never")));
    }

    @Test
    void nothing_changes_when_the_change_cannot_be_recorded() {
        // given
        byte[] good = KEY.sign(Bundles.longer("next"));

        // then
        assertThrows(
                IllegalStateException.class,
                () ->
                        bundles.replace(
                                good,
                                KEY.verifier(),
                                _ -> {
                                    throw new IllegalStateException("disk full");
                                }));
        assertSame(FIRST, bundles.active());
        assertEquals(Bundles.DAYS, days(decide()));
    }

    private void refused(String reason, byte[] bundle) {
        // when
        var replaced = replace(bundle);

        // then
        var refused = assertInstanceOf(PolicyBundles.Replacement.Refused.class, replaced);
        assertTrue(refused.reason().contains(reason), refused.reason());
        assertEquals(0, recorded);
        assertSame(FIRST, bundles.active());
        assertEquals(FIRST.revision(), decide().policy());
    }

    private PolicyBundles.Replacement replace(byte[] bundle) {
        return bundles.replace(bundle, KEY.verifier(), _ -> recorded++);
    }

    private static Decision decide() {
        return ENGINE.decide(WasmPolicyEngineTest.message("DE", "DE")).toCompletableFuture().join();
    }

    /// Asks what nobody asked before, so that no cache answers.
    private static Decision decide(long number) {
        Question question = WasmPolicyEngineTest.message("DE", "DE");
        var facts = (ObjectNode) question.facts().deepCopy();
        ((ObjectNode) facts.withArray("subjects").get(0)).put("age", 18 + number);
        return ENGINE.decide(new Question("store", facts)).toCompletableFuture().join();
    }

    private static void awaitAnswers(AtomicLong asked, long more) {
        long enough = asked.get() + more;
        while (asked.get() < enough) {
            Thread.onSpinWait();
        }
    }

    private static int days(Decision decision) {
        return decision.retainDays().orElseThrow();
    }

    private static String consistent(Decision decision) {
        boolean next = decision.policy().revision().equals("next");
        assertEquals(next ? Bundles.LONGER_DAYS : Bundles.DAYS, days(decision));
        return decision.policy().revision();
    }

    private static byte[] without(String name) {
        return Bundles.changed(
                FIRST.bytes(),
                files -> {
                    files.remove(name);
                    return files;
                });
    }

    private static byte[] with(String name, String content) {
        return Bundles.changed(
                FIRST.bytes(),
                files -> {
                    files.put(name, content.getBytes(StandardCharsets.UTF_8));
                    return files;
                });
    }
}
