// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Proves of canaries that were stored that each rests in its own region alone, and nowhere in
/// clear.
@ApplicationScoped
public class Prover {

    private final Residences residences;
    private final Path home;

    /// @param home the folder below which everything lies that the gateway keeps
    Prover(
            Residences residences,
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home) {
        this.residences = residences;
        this.home = home.toAbsolutePath().normalize();
    }

    /// Looks for the canaries in all that the gateway and its databases keep, and in further
    /// folders. Reads all of it: blocks for long. One at a time.
    ///
    /// @throws io.domicile.regions.ResidenceUnavailable if a region cannot be used
    public Findings prove(List<Canary> canaries, List<Folder> folders, Watcher watcher) {
        var premises =
                residences.all().stream()
                        .map(Residence::premises)
                        .collect(
                                Collectors.toMap(
                                        Premises::region,
                                        place -> place,
                                        (one, _) -> one,
                                        LinkedHashMap::new));
        var exhibits = exhibits(premises, canaries);
        premises.values().forEach(Premises::flush);
        var words = new Words();
        try (var control = Control.plant(home.resolve("prove"), words.latin(), words.chinese())) {
            return look(premises, canaries, exhibits, control, roots(premises, folders), watcher);
        }
    }

    private static Findings look(
            Map<RegionId, Premises> premises,
            List<Canary> canaries,
            List<Exhibit> exhibits,
            Control control,
            List<FileScan.Root> roots,
            Watcher watcher) {
        var ledger = new Ledger();
        var needles = new ArrayList<>(control.needles());
        exhibits.forEach(exhibit ->
                needles.addAll(exhibit.needles(premise(premises, exhibit.region()).keys())));
        try (var search = new Search(needles)) {
            var meter = new Progress(watcher, roots.stream().mapToLong(FileScan::size).sum());
            var files = new FileScan(search, meter, ledger);
            roots.forEach(files::below);
            premises.values().forEach(place -> tables(place, roots, search, ledger));
        }
        var tables = new LinkedHashMap<RegionId, List<TableCount>>();
        premises.forEach((region, place) -> tables.put(region, place.ask(Census::of)));
        return new Findings(
                blind(premises, canaries, exhibits, ledger.sightings()),
                ledger.sightings(),
                ledger.gaps(),
                ledger.scanned(),
                control.forms(),
                tables,
                new KeyCheck(holders(premises), exhibits).all());
    }

    private static List<Exhibit> exhibits(Map<RegionId, Premises> premises, List<Canary> canaries) {
        var exhibits = new ArrayList<Exhibit>();
        for (var canary : canaries) {
            premise(premises, canary.record().region())
                    .ask(connection -> Exhibit.find(connection, canary))
                    .ifPresent(exhibits::add);
        }
        return exhibits;
    }

    private List<FileScan.Root> roots(Map<RegionId, Premises> premises, List<Folder> folders) {
        var roots = new ArrayList<FileScan.Root>();
        var all = real(home);
        for (var region : premises.keySet()) {
            var own = all.resolve(region.code());
            if (Files.isDirectory(own)) {
                roots.add(new FileScan.Root(own, region.code(), Optional.of(region), Set.of()));
            }
        }
        var regions = roots.stream().map(FileScan.Root::path).collect(Collectors.toSet());
        roots.add(new FileScan.Root(all, "", Optional.empty(), regions));
        for (var folder : folders) {
            var path = real(folder.path());
            roots.add(new FileScan.Root(path, path.toString(), folder.region(), Set.of()));
        }
        return roots;
    }

    private static Path real(Path folder) {
        try {
            return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot resolve " + folder, e);
        }
    }

    private static void tables(
            Premises place, List<FileScan.Root> roots, Search search, Ledger ledger) {
        place.ask(connection -> {
            new TableScan(search, ledger).all(place.region(), connection);
            return place;
        });
        var region = Optional.of(place.region());
        boolean hasFiles =
                roots.stream()
                        .anyMatch(root ->
                                root.region().equals(region)
                                        && !root.name().equals(place.region().code()));
        if (!place.isEmbedded() && !hasFiles) {
            ledger.gap(
                    new Place(region, Place.Kind.DATABASE, "database"),
                    "its files and write-ahead log are elsewhere; its tables were looked through");
        }
    }

    /// The canaries that were not seen where they rest: in files, where the database's are here.
    private static List<String> blind(
            Map<RegionId, Premises> premises,
            List<Canary> canaries,
            List<Exhibit> exhibits,
            List<Sighting> sightings) {
        var seen =
                exhibits.stream()
                        .filter(exhibit ->
                                sightings.stream()
                                        .filter(sighting ->
                                                sighting.clue().equals(exhibit.envelopeClue()))
                                        .map(Sighting::place)
                                        .anyMatch(place ->
                                                place.region().equals(Optional.of(exhibit.region()))
                                                        && place.kind()
                                                                == expected(
                                                                        premises,
                                                                        exhibit.region())))
                        .map(Exhibit::canary)
                        .collect(Collectors.toSet());
        return canaries.stream()
                .filter(canary -> !seen.contains(canary))
                .map(canary -> canary.record().region() + " " + canary.name())
                .toList();
    }

    private static Place.Kind expected(Map<RegionId, Premises> premises, RegionId region) {
        return premise(premises, region).isEmbedded() ? Place.Kind.FILE : Place.Kind.TABLE;
    }

    private static List<KeyCheck.Holder> holders(Map<RegionId, Premises> premises) {
        return premises.values().stream()
                .map(place -> new KeyCheck.Holder(place.region(), place.provider(), place.keys()))
                .toList();
    }

    private static Premises premise(Map<RegionId, Premises> premises, RegionId region) {
        return Optional.ofNullable(premises.get(region)).orElseThrow();
    }

    /// Tells the watcher now and then.
    private static final class Progress implements Search.Meter {

        private static final long STEP = 16L << 20;

        private final Watcher watcher;
        private final long total;
        private long done;
        private long told;

        Progress(Watcher watcher, long total) {
            this.watcher = watcher;
            this.total = total;
            watcher.progress(0, total);
        }

        @Override
        public void read(int bytes) {
            done += bytes;
            if (done - told >= STEP) {
                told = done;
                watcher.progress(done, Math.max(done, total));
            }
        }
    }
}
