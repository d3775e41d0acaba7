// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Note;
import io.domicile.audit.Policy;
import io.domicile.audit.TileFiles;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Residence;
import io.domicile.regions.Shard;
import io.domicile.regions.Span;
import io.domicile.regions.Stretch;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.auditlog.AuditLaw;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Begins exports and goes on with them: asks the law, and has the audit row durable before the
/// first byte goes out. Blocks.
@Singleton
final class Exporting {

    private static final Pattern MINIMUM = Pattern.compile("(?m)^minimum-index ([0-9]{1,18})$");

    private static final String TYPE = "export";

    /// Who sees the entries of all tenants where logs are not public.
    static final Set<String> ALL = Set.of(Roles.REGULATOR, Roles.OPERATOR);

    private final AuditLaw law;
    private final Plans plans;
    private final DomicileConfig config;
    private final Clock clock;

    Exporting(AuditLaw law, Plans plans, DomicileConfig config, Clock clock) {
        this.law = law;
        this.plans = plans;
        this.config = config;
        this.clock = clock;
    }

    /// Begins an export of the log as it is now.
    ///
    /// @throws io.domicile.router.Refused if the law does not let the log go there
    Plan begin(Caller caller, Residence residence, Wish wish) {
        var ruling = law.admit(caller, residence, TYPE);
        var stretch = stretch(residence, wish);
        var folder = folder(residence, wish, stretch);
        var log = new TileFiles(folder);
        var note = checkpoint(log);
        var checkpoint = Checkpoint.parse(note);
        var size = checkpoint.size();
        var range = range(wish, stretch, size, minimum(log));
        var tenant = onlyOf(caller);
        var places = places(residence, wish.entries(), note, range, tenant);
        var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var files = files(folder);
        var trust = Plan.Trust.of(policy(residence, checkpoint.origin()), note, at);
        var receipt = row(ruling, range, size).write(residence);
        var plan =
                new Plan(
                        receipt.entry(),
                        residence.region().code(),
                        new String(note.bytes(), StandardCharsets.UTF_8),
                        files,
                        trust,
                        range,
                        tenant,
                        places,
                        wish.ocsf(),
                        at,
                        owner(caller));
        plans.keep(plan);
        return plan;
    }

    /// Goes on with an export that this caller began; empty if there is none.
    ///
    /// @throws io.domicile.router.Refused if the law does not let the log go there
    Optional<Plan> resume(Caller caller, Residence residence, UUID export) {
        var found =
                plans.find(export)
                        .filter(plan -> plan.region().equals(residence.region().code()))
                        .filter(plan -> plan.owner().equals(owner(caller)))
                        // Whoever may see less by now does not get the rest of more.
                        .filter(plan -> plan.onlyOf().equals(Optional.ofNullable(onlyOf(caller))));
        found.ifPresent(plan -> {
            var ruling = law.admit(caller, residence, TYPE);
            var _ =
                    row(ruling, plan.range(), plan.checkpoint().size())
                            .label("again:" + plan.id())
                            .write(residence);
        });
        return found;
    }

    /// The log of a plan.
    static TileFiles log(Residence residence, Plan plan) {
        return new TileFiles(
                residence
                        .log(plan.shard())
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.NOT_FOUND, "The region has this log no more.")));
    }

    private static Notes row(AuditLaw.Ruling ruling, Plan.Range range, long size) {
        return ruling.notes(TYPE, "export", "ok")
                .label("first:" + range.first())
                .label("entries:" + range.count())
                .label("size:" + size);
    }

    /// The parts of the region's logs that the time is in, if one was asked for.
    private static Optional<Stretch> stretch(Residence residence, Wish wish) {
        if (wish.from().isEmpty() && wish.to().isEmpty()) {
            return Optional.empty();
        }
        var span =
                Span.between(
                        wish.from().orElse(Instant.EPOCH),
                        wish.to().orElse(Instant.ofEpochMilli((1L << 47) - 1)));
        var part = residence.stretch(span);
        while (part.isPresent() && !isOf(part.get(), wish)) {
            part = part.get().next();
        }
        part.filter(one -> wish.shard().isEmpty() && one.next().isPresent())
                .ifPresent(one -> {
                    throw new ProblemException(
                            Fault.CONFLICT,
                            "The time goes beyond the end of a log. Ask for each log with the parameter"
                                    + " shard, from %s on.".formatted(Shard.nameOf(one.log())));
                });
        return part;
    }

    private static boolean isOf(Stretch part, Wish wish) {
        return wish.shard().map(Shard.nameOf(part.log())::equals).orElse(true);
    }

    private static Path folder(Residence residence, Wish wish, Optional<Stretch> stretch) {
        return wish.shard()
                .or(() -> stretch.map(part -> Shard.nameOf(part.log())))
                .map(shard ->
                        residence
                                .log(shard)
                                .orElseThrow(() ->
                                        new ProblemException(
                                                Fault.UNKNOWN_VALUE,
                                                "The region has no log of this name.")))
                .orElseGet(residence::log);
    }

    private static Note checkpoint(TileFiles log) {
        return log.read("checkpoint")
                .map(Note::parse)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.UNAVAILABLE, "The log has no checkpoint yet. Try again."));
    }

    /// The index before which bundles may be gone, as the log says (C2SP tlog-tiles, pruning).
    private static long minimum(TileFiles log) {
        return log.read("retention")
                .map(file -> MINIMUM.matcher(new String(file, StandardCharsets.UTF_8)))
                .filter(Matcher::find)
                .map(found -> Long.parseLong(found.group(1)))
                .orElse(0L);
    }

    private static Map<String, String> files(Path folder) {
        var files = new TreeMap<String, String>();
        try (var found = Files.newDirectoryStream(folder, "{*.pub,log.keys,retention}")) {
            for (var file : found) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /// Whose signatures checkpoints of the log are to have: the region's policy, of all logs this
    /// one alone.
    private static Policy policy(Residence residence, String origin) {
        var policy = residence.policy();
        return new Policy(
                policy.logs().stream().filter(log -> log.key().name().equals(origin)).toList(),
                policy.witnesses(),
                policy.groups(),
                policy.quorum());
    }

    private static Plan.Range range(Wish wish, Optional<Stretch> stretch, long size, long minimum) {
        var from = wish.from().orElse(null);
        var to = wish.to().orElse(null);
        long first = minimum;
        long end = size;
        if (from != null || to != null) {
            first = Math.max(minimum, stretch.map(Stretch::first).orElse(0L));
            end = Math.min(size, stretch.map(part -> part.last() + 1).orElse(0L));
        }
        return end > first
                ? new Plan.Range(from, to, first, end - first)
                : new Plan.Range(from, to, 0, 0);
    }

    /// A log that is for some is for a tenant's own people as far as it is the tenant's.
    private @Nullable String onlyOf(Caller caller) {
        boolean all = config.audit().everyone() || ALL.contains(caller.role());
        return all ? null : caller.tenant();
    }

    private static List<Long> places(
            Residence residence,
            List<UUID> ids,
            Note note,
            Plan.Range range,
            @Nullable String tenant) {
        var places = new ArrayList<Long>();
        for (var id : ids) {
            places.add(
                    residence
                            .placed(id)
                            .filter(found -> isSameLog(found, note))
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

    private static boolean isSameLog(PlacedEntry found, Note note) {
        var origin = Checkpoint.parse(found.proof().checkpoint()).origin();
        return origin.equals(Checkpoint.parse(note).origin());
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
}
