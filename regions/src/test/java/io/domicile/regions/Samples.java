// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Verify;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// Records and notes for tests.
public final class Samples {

    /// Far above what a caller waits.
    private static final long HANG_SECONDS = 60;

    public static final String TENANT = "oem-7";

    private Samples() {}

    public static Deposit deposit(String holder, String content) {
        return deposit(holder, content, Optional.empty());
    }

    public static Deposit deposit(String holder, String content, Optional<Once> once) {
        return new Deposit(
                TENANT,
                holder,
                Deposit.Status.STORED,
                "loc.point",
                Optional.of(new Deposit.Session("s-77", false)),
                List.of(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Bytes.of(content),
                Instant.now().plus(Duration.ofDays(30)),
                "sha256:00",
                note("store"),
                once);
    }

    public static Note note(String act) {
        return new Note(
                "decision",
                TENANT,
                act,
                Optional.of("DE"),
                Optional.of("NL"),
                List.of("eu.pd"),
                Optional.of("navigation"),
                List.of("R7"),
                List.of("GDPR 5"),
                Optional.of("sha256:00"),
                Optional.of("584329c32a48"),
                Optional.of("sha256:01"),
                "service",
                "ok",
                Optional.empty(),
                Optional.empty());
    }

    public static Admission result(CompletionStage<Admission> admission) {
        return admission.toCompletableFuture().join();
    }

    public static Receipt done(CompletionStage<Admission> admission) {
        return ((Admission.Done) result(admission)).receipt();
    }

    /// Whether it was written; it failed as outages do, if not. A caller that hangs fails the test
    /// instead of the build.
    public static boolean isStored(CompletionStage<Admission> admission) {
        try {
            admission.toCompletableFuture().orTimeout(HANG_SECONDS, TimeUnit.SECONDS).join();
            return true;
        } catch (CompletionException e) {
            assertInstanceOf(ResidenceUnavailable.class, e.getCause());
            return false;
        }
    }

    /// Waits until a region whose database fell stores and publishes again.
    public static void awaitServing(Residence residence) {
        await(() -> isStored(residence.admit(deposit("u-again", "text"))));
        awaitPublished(residence);
    }

    /// The failure of a write that must have failed.
    public static ResidenceUnavailable unavailable(CompletionStage<Admission> admission) {
        var failure = assertThrows(CompletionException.class, () -> result(admission));
        return assertInstanceOf(ResidenceUnavailable.class, failure.getCause());
    }

    /// The clear text of a record that must open.
    public static String read(Residence residence, Receipt receipt) {
        var opened = residence.open(TENANT, receipt.record().orElseThrow());
        var clear = assertInstanceOf(Opened.Clear.class, opened);
        return new String(clear.content().toArray(), StandardCharsets.UTF_8);
    }

    /// The log's entry of an event, as its bundle has it.
    public static String entry(Residence residence, UUID event) {
        var index =
                Long.parseLong(
                        Superuser.query(
                                residence,
                                "select idx from audit_index where event_id = ?",
                                event));
        var size = residence.state().published();
        var path = TilePath.in(size, TilePath.ENTRIES, index / TilePath.FULL).orElseThrow();
        var entries = new TileFiles(residence.log()).find(path).orElseThrow().entries();
        return new String(entries.get((int) (index % TilePath.FULL)), StandardCharsets.UTF_8);
    }

    /// A text field of a JSON object; empty without.
    public static String field(String json, String name) {
        var match = Pattern.compile('"' + name + "\":\"([^\"]*)").matcher(json);
        return match.find() ? match.group(1) : "";
    }

    /// Waits until everything that was written is in a signed checkpoint.
    public static void awaitPublished(Residence residence) {
        await(() ->
                Superuser.query(residence, "select count(*) from audit_outbox").equals("0")
                        && Superuser.query(residence, "select size from audit_tree")
                                .equals(Long.toString(residence.state().published())));
    }

    /// Puts a new KEK in force, once the name of the newest, which has seconds, is of the past.
    public static String rotate(Residence residence) {
        var format = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").withZone(ZoneOffset.UTC);
        var newest = residence.keks().getLast().id();
        await(() -> !newest.endsWith(format.format(Instant.now())));
        return residence.rotateKek(TENANT, "operator");
    }

    /// Waits until something is so.
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it does not come about");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Verifies the published log offline; one of [io.domicile.audit.Verify]'s exit codes.
    public static int verify(Residence residence) {
        return Verify.run(
                "verify", new String[] {residence.log().toString()}, System.out, System.err);
    }
}
