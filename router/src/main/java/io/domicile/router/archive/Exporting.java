// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.Policy;
import io.domicile.audit.TileFiles;
import io.domicile.policies.Decision;
import io.domicile.regions.Admission;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.Span;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Begins exports and goes on with them: asks the law, and has the audit row durable before the
/// first byte goes out. Blocks.
@Singleton
final class Exporting {

    private final ExportLaw law;
    private final Plans plans;
    private final DomicileConfig config;
    private final Clock clock;

    Exporting(ExportLaw law, Plans plans, DomicileConfig config, Clock clock) {
        this.law = law;
        this.plans = plans;
        this.config = config;
        this.clock = clock;
    }

    /// What became of the wish for an archive.
    sealed interface Outcome {

        /// It may go out.
        record Ready(Plan plan) implements Outcome {}

        /// The law does not let the log go there.
        record Refused(Decision decision, Receipt receipt) implements Outcome {}
    }

    /// Begins an export of the log as it is now.
    Outcome begin(Caller caller, Residence residence, Wish wish) {
        var ruling = law.of(caller, residence);
        if (!ruling.allowed()) {
            return refused(caller, residence, ruling);
        }
        var note = checkpoint(residence);
        var size = Checkpoint.parse(note).size();
        var range = range(residence, wish, size);
        var tenant = onlyOf(caller);
        var places = places(residence, wish.entries(), range, tenant);
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var receipt = write(residence, row(caller, residence, ruling, range, size));
        var plan =
                new Plan(
                        receipt.entry(),
                        residence.region().code(),
                        new String(note.bytes(), StandardCharsets.UTF_8),
                        keys(residence),
                        Plan.Trust.of(policy(residence), note, at),
                        range,
                        tenant,
                        places,
                        wish.ocsf(),
                        at,
                        owner(caller));
        plans.keep(plan);
        return new Outcome.Ready(plan);
    }

    /// Goes on with an export that this caller began; empty if there is none.
    Optional<Outcome> resume(Caller caller, Residence residence, UUID export) {
        return plans.find(export)
                .filter(plan -> plan.region().equals(residence.region().code()))
                .filter(plan -> plan.owner().equals(owner(caller)))
                // Whoever may see less by now does not get the rest of more.
                .filter(plan -> plan.onlyOf().equals(Optional.ofNullable(onlyOf(caller))))
                .map(plan -> resume(caller, residence, plan));
    }

    private Outcome resume(Caller caller, Residence residence, Plan plan) {
        var ruling = law.of(caller, residence);
        if (!ruling.allowed()) {
            return refused(caller, residence, ruling);
        }
        var size = plan.checkpoint().size();
        var row = row(caller, residence, ruling, plan.range(), size).label("again:" + plan.id());
        write(residence, row);
        return new Outcome.Ready(plan);
    }

    private static Outcome refused(Caller caller, Residence residence, ExportLaw.Ruling ruling) {
        var row = ruling.notes(caller, residence, "deny", Fault.REFUSED.code());
        return new Outcome.Refused(ruling.decision(), write(residence, row));
    }

    private static Notes row(
            Caller caller,
            Residence residence,
            ExportLaw.Ruling ruling,
            Plan.Range range,
            long size) {
        return ruling.notes(caller, residence, "export", "ok")
                .label("first:" + range.first())
                .label("entries:" + range.count())
                .label("size:" + size);
    }

    private static Note checkpoint(Residence residence) {
        return new TileFiles(residence.log())
                .read("checkpoint")
                .map(Note::parse)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.UNAVAILABLE, "The log has no checkpoint yet. Try again."));
    }

    private static Map<String, String> keys(Residence residence) {
        var keys = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(residence.log(), "*.pub")) {
            for (var file : files) {
                keys.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys;
    }

    /// Whose signatures checkpoints of the region's log are to have.
    private static Policy policy(Residence residence) {
        var key = Optional.ofNullable(keys(residence).get("log.pub")).orElse("");
        var lines = key.lines().map(line -> "log " + line).collect(Collectors.joining("\n"));
        return Policy.parse((lines + "\nquorum none\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Plan.Range range(Residence residence, Wish wish, long size) {
        if (wish.from().isEmpty() && wish.to().isEmpty()) {
            return new Plan.Range(null, null, 0, size);
        }
        var from = wish.from().orElse(null);
        var to = wish.to().orElse(null);
        var span =
                Span.between(
                        wish.from().orElse(Instant.EPOCH),
                        wish.to().orElse(Instant.ofEpochMilli((1L << 47) - 1)));
        return residence
                .stretch(span)
                .filter(part -> part.first() < size)
                .map(part ->
                        new Plan.Range(
                                from,
                                to,
                                part.first(),
                                Math.min(part.last() + 1, size) - part.first()))
                .orElseGet(() -> new Plan.Range(from, to, 0, 0));
    }

    /// A log that is for some is for a tenant's own people as far as it is the tenant's.
    private @Nullable String onlyOf(Caller caller) {
        boolean all = config.audit().everyone() || !caller.role().equals(Roles.COMPLIANCE);
        return all ? null : caller.tenant();
    }

    private static List<Long> places(
            Residence residence, List<UUID> ids, Plan.Range range, @Nullable String tenant) {
        var places = new ArrayList<Long>();
        for (var id : ids) {
            places.add(
                    residence
                            .placed(id)
                            .filter(found -> tenant == null || line(found).isOf(tenant))
                            .map(found -> found.proof().inclusion().index())
                            .filter(isIn(range))
                            .orElseThrow(() ->
                                    new ProblemException(
                                            Fault.UNKNOWN_VALUE,
                                            "An entry that is asked for is not in this export.")));
        }
        return places;
    }

    private static Line line(PlacedEntry found) {
        return Line.read(found.proof().inclusion().index(), found.entry().toArray());
    }

    private static Predicate<Long> isIn(Plan.Range range) {
        return index -> index >= range.first() && index < range.end();
    }

    private static Plan.Owner owner(Caller caller) {
        return new Plan.Owner(caller.tenant(), caller.role());
    }

    private static Receipt write(Residence residence, Notes row) {
        var admission =
                residence
                        .note(row.build(), Optional.empty(), Optional.empty())
                        .toCompletableFuture()
                        .join();
        if (admission instanceof Admission.Done(Receipt receipt)) {
            return receipt;
        }
        throw new ResidenceUnavailable("the audit row was not written");
    }
}
