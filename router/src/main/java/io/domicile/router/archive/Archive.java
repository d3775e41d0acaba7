// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.EntryProof;
import io.domicile.audit.LogFailure;
import io.domicile.audit.TilePath;
import io.domicile.audit.TileReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/// Writes the archive of a plan: the same bytes each time, one bundle in memory at a time. The
/// entries are read once for each file that tells them.
///
/// @param log the log's tiles and bundles, which may have grown since the plan's checkpoint
record Archive(Plan plan, TileReader log) {

    /// @param out where it goes; stays open
    /// @throws LogFailure if a file of the log is missing or cannot be read
    void write(OutputStream out) throws IOException {
        var zip = new Zip(out, plan.at());
        for (var name : Checkers.NAMES) {
            zip.add(name, Checkers.read(name));
        }
        addLog(zip);
        var integrity = Integrity.of(plan, log);
        var tally = new Tally();
        addEntries(zip, tally);
        addProofs(zip, tally);
        zip.add("report.html", new ReportPage(plan, tally, integrity).html());
        zip.add("archive.json", Manifest.of(plan, tally, integrity).toPrettyString() + "\n");
        zip.finish();
    }

    /// Writes the part of an archive that grows with its range.
    void writeEntries(OutputStream out) throws IOException {
        var zip = new Zip(out, plan.at());
        addBundles(zip);
        addEntries(zip, new Tally());
        zip.finish();
    }

    /// The whole `log/` is a log in itself, as large as the checkpoint says; and of its bundles
    /// those of the range, unless they hold what may not be told.
    private void addLog(Zip zip) throws IOException {
        var checkpoint = plan.signed().bytes();
        zip.add("checkpoint", checkpoint);
        zip.add("log/checkpoint", checkpoint);
        for (var file : plan.files().entrySet()) {
            if (file.getKey().endsWith(".pub")) {
                zip.add(file.getKey(), file.getValue());
            }
            zip.add("log/" + file.getKey(), file.getValue());
        }
        zip.add("policy.tlog-policy", plan.trust().policy());
        long size = plan.checkpoint().size();
        for (int level = 0; TilePath.in(size, level, 0).isPresent(); level++) {
            var path = TilePath.in(size, level, 0);
            for (long index = 0; path.isPresent(); path = TilePath.in(size, level, ++index)) {
                zip.store("log/" + path.get(), log.get(path.get()));
            }
        }
        addBundles(zip);
    }

    private void addBundles(Zip zip) throws IOException {
        if (plan.onlyOf().isEmpty()) {
            new Walk(plan, log).bundles((path, bytes) -> zip.add("log/" + path, bytes));
        }
    }

    private void addEntries(Zip zip, Tally tally) throws IOException {
        var walk = new Walk(plan, log);
        try (var lines = lines(zip, "entries.ndjson")) {
            walk.each(line -> {
                tally.add(line);
                line.write(lines);
            });
        }
        var ocsf = new Ocsf(plan.checkpoint().origin(), plan.region(), plan.ocsf());
        try (var lines = lines(zip, "entries.ocsf.ndjson")) {
            walk.each(line -> lines.write(ocsf.of(line).getBytes(StandardCharsets.UTF_8)));
        }
        try (var lines = lines(zip, "entries.cef")) {
            walk.each(line -> lines.write(Cef.of(line).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static OutputStream lines(Zip zip, String name) throws IOException {
        return new BufferedOutputStream(zip.open(name), 1 << 16);
    }

    private void addProofs(Zip zip, Tally tally) throws IOException {
        var wanted = new TreeSet<>(plan.entries());
        var all = tally.all();
        if (all != null) {
            wanted.add(all.first());
            wanted.add(all.last());
        }
        for (long index : wanted) {
            var bundle =
                    TilePath.in(plan.checkpoint().size(), TilePath.ENTRIES, index / TilePath.FULL)
                            .orElseThrow();
            var entry = Walk.entries(bundle, log.get(bundle)).get((int) (index % TilePath.FULL));
            var proof = EntryProof.of(index, plan.signed(), log).text();
            zip.add("proofs/" + index + ".json", entry);
            zip.add("proofs/" + index + ".tlog-proof", proof);
            // torchwood's spicy looks for the proof beside the file, and wants no first line
            zip.add("proofs/" + index + ".json.spicy", proof.substring(proof.indexOf('\n') + 1));
        }
    }
}
