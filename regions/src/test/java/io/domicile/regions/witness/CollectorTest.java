// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.domicile.audit.Checkpoint;
import io.domicile.audit.Cosigner;
import io.domicile.audit.Note;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.SigningKey;
import io.domicile.regions.FreshDatabase;
import io.domicile.regions.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that asks its witnesses: one in this process, others over HTTP, some of them wrong, slow
/// or gone.
class CollectorTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private static FreshDatabase database;

    @TempDir Path folder;
    private GrowingLog log;
    private Witness near;
    private Collector collector = new Collector(false);

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        try (var connection = database.owner().connect();
                var statement = connection.createStatement()) {
            statement.execute("truncate witnessed");
        }
        log = new GrowingLog(folder.resolve("log"), "entry ");
        near = witness("near");
    }

    @AfterEach
    void end() {
        collector.close();
        near.close();
    }

    @Test
    void cosignatures_come_with_every_checkpoint_also_when_others_moved_the_witness() {
        // given
        begin(false, Optional.empty());
        collector.tell(log.grow(1));
        assertCollected(1);
        var elsewhere = log.grow(300);
        near.add(log.ask(1, elsewhere));

        // when
        collector.tell(log.grow(70_000));

        // then
        assertCollected(70_000);
        assertFalse(collector.isCollecting());
        assertEquals(2, near.answered(200) - near.answered(409));
    }

    @Test
    void a_witness_over_http_is_asked_in_the_same_way() throws IOException {
        // given
        try (var far = witness("far");
                var server = serve(far, UnaryOperator.identity())) {
            begin(false, Optional.of(policy(server.witness())));

            // when
            collector.tell(log.grow(5));
            assertCollected(5);
            far.add(log.ask(5, log.grow(6)));
            collector.tell(log.grow(7));

            // then
            assertCollected(7);
        }
    }

    @Test
    void a_cosignature_that_does_not_verify_is_not_taken() throws IOException {
        // given
        var stranger =
                new Cosigner("audit.test/witness/far", key("stranger"), InstantSource.system());
        var note = log.grow(5);
        try (var far = witness("far");
                var server = serve(far, _ -> new Reply(200, stranger.cosign(note).line() + "\n"))) {
            begin(true, Optional.of(policy(server.witness())));

            // when
            collector.tell(note);
            Samples.await(() -> collector.tallies().getFirst().failed() > 0);

            // then
            assertTrue(collector.collected().isEmpty());
            assertTrue(collector.isCollecting());
        }
    }

    @Test
    void what_is_wanted_is_shown_by_nobody_before_the_quorum_has_cosigned() throws IOException {
        // given
        var second = witness("second");
        var down = new AtomicReference<>(true);
        try (var server = serve(second, reply -> down.get() ? new Reply(503, "later") : reply)) {
            var both = List.of(policyWitness(near, Optional.empty()), server.witness());
            var all = new Policy.Group("all", 2, both.stream().map(Policy.Witness::name).toList());
            begin(true, Optional.of(new Policy(List.of(), both, List.of(all), "all")));

            // when
            collector.tell(log.grow(5));
            Samples.await(() -> near.answered(200) == 1);
            Samples.await(() -> collector.tallies().getLast().failed() > 0);
            var half = collector.collected();
            down.set(false);

            // then
            assertTrue(half.isEmpty());
            assertCollected(5);
            assertFalse(collector.isCollecting());
        }
        second.close();
    }

    @Test
    void a_witness_that_is_gone_or_silent_keeps_nobody_waiting() throws IOException {
        // given
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var gone = policyWitness(witness("gone"), Optional.of("http://127.0.0.1:1/"));
            var mute =
                    policyWitness(
                            witness("mute"),
                            Optional.of("http://127.0.0.1:" + silent.getLocalPort()));
            var all = List.of(policyWitness(near, Optional.empty()), gone, mute);
            begin(false, Optional.of(new Policy(List.of(), all, List.of(), Policy.NONE)));

            // when
            collector.tell(log.grow(5));
            assertCollected(5);
            Samples.await(
                    () -> collector.tallies().stream().filter(t -> t.failed() > 0).count() == 2);
            collector.tell(log.grow(6));

            // then
            assertCollected(6);
            assertFalse(collector.isCollecting(), "those that failed are left alone");
        }
    }

    @Test
    void a_late_cosignature_of_the_log_before_is_nothing_of_the_one_that_follows() {
        // given
        var last = log.grow(5);
        begin(false, Optional.empty());

        // when
        collector.follow(Checkpoint.parse(last).origin(), Optional.empty());
        collector.tell(last);
        Samples.await(() -> near.answered(200) == 1);
        collector.follow("audit.test/next", Optional.of(last));
        var late = new AtomicReference<Optional<Note>>(Optional.empty());
        Samples.await(() -> {
            collector.collectedLast().ifPresent(note -> late.set(Optional.of(note)));
            return late.get().isPresent();
        });

        // then
        assertTrue(collector.collected().isEmpty());
        assertFalse(collector.isCollecting());
        var verdict =
                collector.policy().orElseThrow().check(late.get().orElseThrow(), Instant.now());
        assertEquals(1, verdict.confirmations().size());
    }

    @Test
    void a_larger_checkpoint_that_a_witness_saw_is_reported() {
        // given
        near.add(log.ask(0, log.grow(5)));
        var old = new GrowingLog(folder.resolve("old"), "entry ");
        begin(false, Optional.empty());

        // when
        collector.tell(old.grow(3));

        // then
        Samples.await(() -> collector.larger().isPresent());
        var larger = collector.larger().orElseThrow();
        assertEquals(5, Checkpoint.open(larger, log.key()).size());
        collector.settle(larger);
        assertTrue(collector.larger().isEmpty());
    }

    @Test
    void a_log_that_starts_again_has_one_line_of_each_witness() {
        // given
        begin(false, Optional.empty());
        var note = log.grow(5);
        collector.tell(note);
        var before = collected();
        collector.close();

        // when
        begin(false, Optional.empty());
        collector.tell(before);
        var after = collected();

        // then
        assertEquals(2, before.signatures().size());
        assertEquals(2, after.signatures().size());
        assertTrue(NoteVerifier.parse(near.vkey()).orElseThrow().verifies(after));
    }

    private void begin(boolean required, Optional<Policy> named) {
        collector = new Collector(required);
        var circle =
                new Circle(named, List.of(new Circle.Near("near", near)), "own+0+AA==", TIMEOUT);
        collector.begin(circle, () -> List.of(log.key()), _ -> log.files(), () -> {});
    }

    private Note collected() {
        var taken = new AtomicReference<Optional<Note>>(Optional.empty());
        Samples.await(() -> {
            collector.collected().ifPresent(note -> taken.set(Optional.of(note)));
            return taken.get().isPresent();
        });
        return taken.get().orElseThrow();
    }

    private void assertCollected(long size) {
        var note = collected();
        assertEquals(size, Checkpoint.open(note, log.key()).size());
        var verdict = collector.policy().orElseThrow().check(note, Instant.now());
        assertTrue(verdict.isSatisfied(), verdict.refusal().orElse(""));
        assertFalse(verdict.confirmations().isEmpty());
    }

    private Witness witness(String name) {
        var made =
                new Witness(
                        new Cosigner(
                                "audit.test/witness/" + name, key(name), InstantSource.system()),
                        database.owner(),
                        folder.resolve(name),
                        () -> false);
        made.know(_ -> List.of(log.key()));
        return made;
    }

    private static SigningKey key(String name) {
        return SigningKey.of(
                (name + "-".repeat(32)).substring(0, 32).getBytes(StandardCharsets.US_ASCII));
    }

    private static Policy.Witness policyWitness(Witness witness, Optional<String> url) {
        var key = NoteVerifier.parse(witness.vkey()).orElseThrow();
        return new Policy.Witness(key.name().substring(key.name().lastIndexOf('/') + 1), key, url);
    }

    private static Policy policy(Policy.Witness witness) {
        return new Policy(List.of(), List.of(witness), List.of(), witness.name());
    }

    /// A witness behind HTTP.
    private record Served(HttpServer server, Policy.Witness witness) implements AutoCloseable {

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static Served serve(Witness witness, UnaryOperator<Reply> change) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/w/add-checkpoint",
                exchange -> {
                    var reply = change.apply(witness.add(exchange.getRequestBody().readAllBytes()));
                    var body = reply.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(reply.status(), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/w";
        return new Served(server, policyWitness(witness, Optional.of(url)));
    }
}
