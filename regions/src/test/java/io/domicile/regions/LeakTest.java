// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.postgres.Outage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/// Looks for values of rows in what is logged and thrown when the database refuses or falls.
@QuarkusTest
@WithTestResource(FreshHome.class)
class LeakTest {

    /// Stands in every row that the constraint refuses; another in each run, as the home outlives
    /// it.
    private static final String TYPE = "canary." + UUID.randomUUID();

    @Inject Residences residences;

    @Test
    void a_refused_row_and_a_killed_backend_leave_no_value_in_the_log() {
        // given
        var residence = residences.at(RegionId.of("nl"));
        Samples.done(residence.admit(canary("u-0")));
        var pseudonym =
                Superuser.query(
                        residence, "select encode(pseudonym, 'hex') from perishable.subject_key");
        Superuser.update(
                residence,
                "alter table record add constraint none check (type <> '" + TYPE + "') not valid");
        var seen = new Recorder();
        var root = Logger.getLogger("");
        root.addHandler(seen);

        // when
        var waiting = new ArrayList<CompletionStage<Admission>>();
        for (int i = 0; i < 40; i++) {
            waiting.add(residence.admit(canary("u-0")));
        }
        var refused = failures(waiting);
        Superuser.update(residence, "alter table record drop constraint none");
        waiting.clear();
        for (int i = 0; i < 1500; i++) {
            waiting.add(residence.admit(canary("u-0")));
        }
        Samples.done(waiting.getFirst());
        Outage.begin(Superuser.cluster(residence));
        waiting.add(residence.admit(canary("u-0")));
        var fallen = failures(waiting);
        Outage.end(Superuser.cluster(residence));
        root.removeHandler(seen);
        Samples.awaitServing(residence);

        // then
        assertTrue(refused.contains("refused the write"));
        assertTrue(fallen.contains("cannot be reached"));
        var all = seen.text() + refused + fallen;
        assertTrue(all.contains("SQLSTATE 23514"), all);
        for (var value : List.of(TYPE, pseudonym, "Detail:", "VALUES")) {
            assertFalse(all.contains(value), value);
        }
    }

    private static Deposit canary(String holder) {
        var kept = Samples.deposit(holder, "text");
        return new Deposit(
                kept.tenant(),
                kept.holder(),
                kept.status(),
                TYPE,
                kept.session(),
                kept.terms(),
                kept.occurredAt(),
                kept.content(),
                kept.expiresAt(),
                kept.policy(),
                kept.note(),
                kept.once());
    }

    /// The failures as a logger would write them, with all their causes.
    private static String failures(List<CompletionStage<Admission>> waiting) {
        var text = new StringWriter();
        for (var admission : waiting) {
            try {
                Samples.result(admission);
            } catch (CompletionException e) {
                e.printStackTrace(new PrintWriter(text, true));
            }
        }
        return text.toString();
    }

    private static final class Recorder extends Handler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Recorder() {
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(getFormatter().format(entry));
        }

        String text() {
            return String.join("", lines);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            lines.clear();
        }
    }
}
