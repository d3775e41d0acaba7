// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A proof that was asked for.
final class Run {

    private final UUID id = UUID.randomUUID();
    private final String trigger;
    private final Instant startedAt;
    private volatile Progress progress = new Progress(0, 0);
    private volatile Optional<Proof> proof = Optional.empty();
    private volatile Optional<String> failure = Optional.empty();

    /// @param trigger the role of who asked, or `schedule`
    Run(String trigger, Instant startedAt) {
        this.trigger = trigger;
        this.startedAt = startedAt;
    }

    /// @param done bytes that were looked through
    /// @param total bytes to look through, as far as is known
    record Progress(long done, long total) {}

    UUID id() {
        return id;
    }

    String trigger() {
        return trigger;
    }

    Instant startedAt() {
        return startedAt;
    }

    Progress progress() {
        return progress;
    }

    /// What it came to; empty while it runs and if it failed.
    Optional<Proof> proof() {
        return proof;
    }

    /// Why it came to nothing.
    Optional<String> failure() {
        return failure;
    }

    /// `running`, `done` or `failed`.
    String state() {
        if (failure.isPresent()) {
            return "failed";
        }
        return proof.isPresent() ? "done" : "running";
    }

    boolean isOver() {
        return failure.isPresent() || proof.isPresent();
    }

    void at(long done, long total) {
        progress = new Progress(done, total);
    }

    void done(Proof found) {
        proof = Optional.of(found);
    }

    void failed(String reason) {
        failure = Optional.of(reason);
    }
}
