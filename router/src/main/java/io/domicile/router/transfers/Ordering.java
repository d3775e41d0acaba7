// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import io.domicile.regions.Admission;
import io.domicile.regions.Opened;
import io.domicile.regions.Receipt;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.regions.Transfer;
import io.domicile.regions.Transfers;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Replies;
import io.domicile.router.records.ReadingReplies;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Takes orders to move or copy records. Blocks.
@Singleton
final class Ordering {

    /// How long an order waits for its end before it is answered with 202.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration TICK = Duration.ofMillis(50);

    private final Residences residences;
    private final Deciding deciding;

    Ordering(Residences residences, Deciding deciding) {
        this.residences = residences;
        this.deciding = deciding;
    }

    /// Begins what was ordered, or goes on with it. Absent and foreign records get the same answer.
    Response take(Caller caller, OrderReader.Sent sent) {
        if (sent.from().isEmpty()) {
            throw absent();
        }
        var from = sent.from().get();
        var earlier = from.transfers().earlier(sent.order());
        if (earlier.isPresent()) {
            return switch (earlier.get()) {
                case Transfers.Earlier.Same(var transfer) -> goOn(from, transfer);
                case Transfers.Earlier.KeyReused _ ->
                        throw new ProblemException(
                                Fault.IDEMPOTENCY_KEY_REUSED,
                                "Use a new Idempotency-Key for another request.");
            };
        }
        return obstacle(caller, from, sent)
                .orElseGet(() ->
                        from.transfers()
                                .begin(sent.order())
                                .map(transfer -> goOn(from, transfer))
                                .orElseThrow(Ordering::absent));
    }

    /// How far a transfer of the tenant is.
    Response state(Caller caller, String id) {
        return RecordId.parse(id)
                .flatMap(transfer -> state(caller, transfer))
                .orElseThrow(Ordering::absent);
    }

    private Optional<Response> state(Caller caller, RecordId transfer) {
        return residences.all().stream()
                .filter(from -> from.region().equals(transfer.region()))
                .findFirst()
                .flatMap(from ->
                        from.transfers()
                                .progress(caller.tenant(), transfer.uuid())
                                .map(found -> {
                                    Notes.of("transfer", caller, "read", "ok").write(from);
                                    return TransferReplies.state(from, to(found.transfer()), found);
                                }));
    }

    private Residence to(Transfer transfer) {
        return residences.at(transfer.target());
    }

    /// Why a record cannot be ordered away.
    private Optional<Response> obstacle(Caller caller, Residence from, OrderReader.Sent sent) {
        if (!(sent.order().what() instanceof Transfer.What.One(var uuid))) {
            return Optional.empty();
        }
        var id = new RecordId(from.region(), uuid);
        return switch (open(caller, from, sent, id)) {
            case Opened.Absent _ -> throw absent();
            case Opened.Erased _ -> Optional.of(denied(caller, from, sent, Fault.ERASED));
            case Opened.Moved(_, _, boolean open) when !open ->
                    Optional.of(denied(caller, from, sent, Fault.IN_TRANSIT));
            case Opened.Moved moved -> {
                var receipt = deny(caller, from, sent, Fault.MOVED);
                yield Optional.of(ReadingReplies.moved(moved.to(), receipt));
            }
            case Opened.Clear _ -> {
                if (from.transfers().isLeaving(caller.tenant(), id)) {
                    throw new ProblemException(
                            Fault.TRANSFER_UNDER_WAY, "Wait for the transfer that it is in.");
                }
                yield Optional.empty();
            }
        };
    }

    private static Response denied(
            Caller caller, Residence from, OrderReader.Sent sent, Fault fault) {
        var receipt = deny(caller, from, sent, fault);
        var problem = Problem.of(fault, fault.title() + ".");
        var json = problem.json();
        Replies.audited(json, receipt);
        return problem.response(json).build();
    }

    private static Opened open(Caller caller, Residence from, OrderReader.Sent sent, RecordId id) {
        try {
            return from.open(caller.tenant(), id);
        } catch (SealBroken e) {
            deny(caller, from, sent, Fault.SEAL_BROKEN);
            throw e;
        }
    }

    private static Receipt deny(Caller caller, Residence from, OrderReader.Sent sent, Fault fault) {
        var note =
                Notes.of("transfer", caller, "deny", fault.code())
                        .from(Optional.of(from.region().law()))
                        .to(Optional.of(sent.order().target()))
                        .purpose(sent.asking().purpose())
                        .build();
        if (from.note(note, Optional.empty(), Optional.empty()).toCompletableFuture().join()
                instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }

    /// Asks the law about what it was not asked about yet, which goes on behind an answer that does
    /// not wait for it, and waits a little for the end.
    private Response goOn(Residence from, Transfer transfer) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        if (!transfer.decided()) {
            CompletableFuture.runAsync(
                            () -> deciding.all(from, transfer), Thread::startVirtualThread)
                    .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        return await(from, transfer, deadline);
    }

    private Response await(Residence from, Transfer transfer, long deadline) {
        while (true) {
            var progress =
                    from.transfers().progress(transfer.tenant(), transfer.id()).orElseThrow();
            if (progress.transfer().endedAt().isPresent() || System.nanoTime() > deadline) {
                return progress.transfer()
                        .refusal()
                        .map(TransferReplies::refused)
                        .orElseGet(() -> TransferReplies.state(from, to(transfer), progress));
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private static ProblemException absent() {
        return new ProblemException(Fault.NOT_FOUND, "No such record or transfer.");
    }
}
