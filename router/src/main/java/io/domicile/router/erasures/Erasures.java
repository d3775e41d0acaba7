// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import io.domicile.regions.Admission;
import io.domicile.regions.Bytes;
import io.domicile.regions.Erasing;
import io.domicile.regions.Erasure;
import io.domicile.regions.LegalHold;
import io.domicile.regions.Note;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.duties.Act;
import io.domicile.router.duties.Duties;
import io.domicile.router.duties.Fulfilment;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/// Erases data subjects, region by region. Blocks.
@Singleton
final class Erasures {

    private static final int SALT = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final ErasureLaw law;
    private final Duties duties;
    private final SecureRandom random = new SecureRandom();

    Erasures(ErasureLaw law, Duties duties) {
        this.law = law;
        this.duties = duties;
    }

    /// What became of the wish to erase a subject.
    sealed interface Outcome {

        /// It is erased.
        ///
        /// @param salt what the commitment to the subject is salted with; kept nowhere
        record Erased(UUID certificate, Bytes salt, List<Done> regions) implements Outcome {}

        /// Legal holds forbid it.
        ///
        /// @param regions where, and what stands in the logs of it
        /// @param erased what was done in regions that had no hold when it was looked for, when one
        ///   came up
        record Held(List<HeldIn> regions, Optional<Erased> erased) implements Outcome {}

        /// The law forbids it in a region, or asks for more than this gateway can do; nothing is
        /// destroyed anywhere.
        ///
        /// @param missing the obligations that are too much
        record Refused(ErasureLaw.Ruling ruling, List<String> missing, Receipt receipt)
                implements Outcome {}

        /// It is erased in some regions; then one failed.
        record Interrupted(Erased erased, RuntimeException failure) implements Outcome {}
    }

    /// One region's part.
    record Done(Residence residence, Erasure erasure) {}

    /// One region that holds.
    record HeldIn(Residence residence, List<LegalHold> holds, Receipt receipt) {}

    /// Erases the subject in these regions, unless law or a hold forbids it in one of them: then
    /// nothing is destroyed in any.
    Outcome erase(Caller caller, String subject, List<Residence> asked) {
        var rulings = new LinkedHashMap<Residence, ErasureLaw.Ruling>();
        asked.forEach(residence -> rulings.put(residence, law.of(residence.region(), false)));
        var held = held(caller, subject, asked);
        if (!held.isEmpty()) {
            return new Outcome.Held(held, Optional.empty());
        }
        for (var one : rulings.entrySet()) {
            var ruling = one.getValue();
            var missing = missing(caller, one.getKey(), ruling);
            if (!ruling.allowed() || !missing.isEmpty()) {
                var fault = ruling.allowed() ? Fault.OBLIGATION_UNSUPPORTED : Fault.REFUSED;
                var note = ruling.notes(caller, "deny", fault.code()).build();
                return new Outcome.Refused(ruling, missing, write(one.getKey(), note));
            }
        }
        return destroy(caller, subject, rulings);
    }

    /// What the law asks for and this gateway cannot do.
    private List<String> missing(Caller caller, Residence residence, ErasureLaw.Ruling ruling) {
        var fulfilment =
                duties.fulfil(
                        caller.tenant(),
                        Act.ERASE,
                        ruling.obligations(),
                        Set.of(),
                        residence.today());
        return switch (fulfilment) {
            case Fulfilment.Met _ -> List.of();
            case Fulfilment.Unmet(var obligations) -> obligations;
            case Fulfilment.Unsupported(var obligations) -> obligations;
        };
    }

    private Outcome destroy(
            Caller caller, String subject, Map<Residence, ErasureLaw.Ruling> rulings) {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        var certificate = UUID.randomUUID();
        var begun = Instant.now();
        var done = new ArrayList<Done>();
        try {
            var held = destroy(caller, subject, rulings, certificate, Bytes.of(salt), begun, done);
            var erased = new Outcome.Erased(certificate, Bytes.of(salt), done);
            return held.isEmpty()
                    ? erased
                    : new Outcome.Held(
                            held(caller, subject, List.of(held.get())),
                            Optional.of(erased).filter(_ -> !done.isEmpty()));
        } catch (ResidenceUnavailable e) {
            if (done.isEmpty()) {
                throw e;
            }
            // Nobody else knows the salt.
            return new Outcome.Interrupted(
                    new Outcome.Erased(certificate, Bytes.of(salt), done), e);
        }
    }

    /// @return the region in which a hold came up
    private static Optional<Residence> destroy(
            Caller caller,
            String subject,
            Map<Residence, ErasureLaw.Ruling> rulings,
            UUID certificate,
            Bytes salt,
            Instant begun,
            List<Done> done) {
        var held = destroy(caller, subject, rulings, certificate, salt, done);
        if (held.isEmpty() && isMoving(rulings.keySet(), caller.tenant(), begun)) {
            // A record may have gone from a region that was not erased yet to one that was.
            var again = new ArrayList<Done>();
            held = destroy(caller, subject, rulings, certificate, salt, again);
            again.removeIf(one -> one.erasure().keys().isEmpty());
            done.addAll(again);
        }
        return held;
    }

    /// @return the region in which a hold came up
    private static Optional<Residence> destroy(
            Caller caller,
            String subject,
            Map<Residence, ErasureLaw.Ruling> rulings,
            UUID certificate,
            Bytes salt,
            List<Done> done) {
        for (var ruling : rulings.entrySet()) {
            var residence = ruling.getKey();
            var order =
                    new Erasing(
                            certificate,
                            caller.tenant(),
                            subject,
                            salt,
                            ruling.getValue().keepLog(),
                            ruling.getValue().notes(caller, "erase", "ok").build());
            var erasure = residence.erase(order);
            if (erasure.isEmpty()) {
                return Optional.of(residence);
            }
            done.add(new Done(residence, erasure.get()));
        }
        return Optional.empty();
    }

    private static boolean isMoving(Collection<Residence> regions, String tenant, Instant since) {
        return regions.stream().anyMatch(region -> region.transfers().wereUnderWay(tenant, since));
    }

    private List<HeldIn> held(Caller caller, String subject, List<Residence> asked) {
        var all = new ArrayList<HeldIn>();
        for (var residence : asked) {
            var holds =
                    residence.holds(caller.tenant(), subject).stream()
                            .filter(hold -> hold.isInForce(Instant.now()))
                            .toList();
            if (!holds.isEmpty()) {
                var note =
                        law.of(residence.region(), true)
                                .notes(caller, "deny", Fault.LEGAL_HOLD.code())
                                .build();
                all.add(new HeldIn(residence, holds, write(residence, note)));
            }
        }
        return all;
    }

    /// The entries of these erasures with their proofs.
    ///
    /// @param wait whether to wait, for ten seconds at most, until checkpoints cover them
    Map<UUID, PlacedEntry> placed(List<Done> regions, boolean wait) {
        var deadline = Instant.now().plus(wait ? PATIENCE : Duration.ZERO);
        var placed = new LinkedHashMap<UUID, PlacedEntry>();
        for (var done : regions) {
            var entry = done.erasure.entry();
            Optional<PlacedEntry> found = done.residence.placed(entry);
            while (found.isEmpty() && Instant.now().isBefore(deadline)) {
                LockSupport.parkNanos(POLL.toNanos());
                found = done.residence.placed(entry);
            }
            found.ifPresent(one -> placed.put(entry, one));
        }
        return placed;
    }

    private static Receipt write(Residence residence, Note note) {
        var admission =
                residence
                        .note(note, Optional.empty(), Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }
}
