// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.store.Departures;
import io.domicile.regions.store.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// The transfers that leave a region. All but [#depart] block: call on a virtual thread.
///
/// An order is kept first; then the law is asked about each of its records, and what it said is
/// written record by record. From there on records go by themselves, see [Carrier].
public final class Transfers {

    private final RegionId region;
    private final Departures departures;
    private final Writer writer;
    private volatile Runnable wake = () -> {};

    Transfers(RegionId region, Departures departures, Writer writer) {
        this.region = region;
        this.departures = departures;
        this.writer = writer;
    }

    /// What is told of records that may go.
    void carriedBy(Runnable carrier) {
        wake = carrier;
    }

    /// Keeps an order.
    ///
    /// @return empty if a subject's home is to move that has no record here
    public Optional<Transfer> begin(Transfer.Order order) {
        return departures.begin(order);
    }

    /// What became of an order.
    public sealed interface Earlier {

        /// It was this.
        record Same(Transfer transfer) implements Earlier {}

        /// The idempotency key came with another order.
        record KeyReused() implements Earlier {}
    }

    /// The transfer that an order has led to already: by its idempotency key, or because it does
    /// what is asked.
    public Optional<Earlier> earlier(Transfer.Order order) {
        var repeated = order.once().flatMap(once -> departures.earlier(order.tenant(), once));
        return repeated.isEmpty()
                ? departures.same(order).map(Earlier.Same::new)
                : repeated.map(before ->
                        departures.isSame(before, order.tenant(), order.once().orElseThrow())
                                ? new Earlier.Same(before.transfer())
                                : new Earlier.KeyReused());
    }

    /// Whether the record is on its way to another region.
    public boolean isLeaving(String tenant, RecordId record) {
        return departures.isLeaving(tenant, record.uuid());
    }

    /// Some records of the transfer that the law was not asked about yet; empty when it was asked
    /// about all.
    public List<Candidate> undecided(Transfer transfer) {
        return departures.undecided(transfer);
    }

    /// Writes what the law said of a record with its audit row, and what is counted with it, in one
    /// transaction. Never blocks. If it may go, it will.
    ///
    /// @param holder as for [Residence#note(Note, Optional, Optional)]
    public CompletionStage<Admission> depart(
            Departure departure, Note note, Optional<Bytes> holder, Optional<Tally> tally) {
        return writer.depart(departure, note, holder, tally);
    }

    /// Takes the transfer for deciding on its records, for a quarter of a minute, unless somebody
    /// else has it, of this gateway or another.
    ///
    /// @param decider a random id of who decides
    public boolean claim(Transfer transfer, UUID decider) {
        return departures.claim(transfer, decider);
    }

    /// Says that the law was asked about every record.
    ///
    /// @param refusal what the order is answered, and its repetition: if every record stayed
    public void decided(Transfer transfer, Optional<String> refusal) {
        departures.decided(transfer, refusal);
        wake.run();
    }

    /// An id that a record will have in its new home.
    public UUID newId() {
        return departures.newId();
    }

    /// How far a transfer of this region is.
    public Optional<Progress> progress(String tenant, UUID transfer) {
        return departures.progress(tenant, transfer);
    }

    /// Transfers that have not ended, the oldest first, at most 1000.
    ///
    /// @param tenant whose alone, or all
    /// @param after those that come after this one; an id of zeroes for the first
    public List<Transfer> unfinished(Optional<String> tenant, UUID after) {
        return departures.unfinished(tenant, after);
    }

    /// Transfers of all tenants that a gateway left undecided: begun before that time. The oldest
    /// first, at most 1000.
    public List<Transfer> undecided(Instant begunBefore) {
        return departures.undecided(begunBefore);
    }

    /// Whether a transfer of the tenant was under way at some time since then.
    public boolean wereUnderWay(String tenant, Instant since) {
        return departures.wereUnderWay(tenant, since);
    }

    @Override
    public String toString() {
        return "Transfers[" + region + "]";
    }
}
