// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.audit.Verify;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/// Records and notes for tests.
public final class Samples {

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
                Optional.of("s-77"),
                Instant.parse("2026-11-20T08:00:00Z"),
                Bytes.of(content),
                Duration.ofDays(30),
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
                Optional.of("sha256:01"),
                "service",
                "ok");
    }

    public static Receipt done(CompletionStage<Admission> admission) {
        return ((Admission.Done) admission.toCompletableFuture().join()).receipt();
    }

    /// Waits until a checkpoint covers so many entries.
    public static void awaitPublished(Residence residence, long entries) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (residence.state().published() < entries) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the log stays at " + residence.state());
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /// Verifies the published log offline; one of [io.domicile.audit.Verify]'s exit codes.
    public static int verify(Residence residence) {
        return Verify.run(
                "verify", new String[] {residence.log().toString()}, System.out, System.err);
    }
}
