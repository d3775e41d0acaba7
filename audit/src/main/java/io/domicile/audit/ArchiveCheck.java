// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks what an export has beside its log, once the log itself is found right.
///
/// @param note the signed checkpoint, as the log has it
record ArchiveCheck(Archive archive, Manifest manifest, Note note) {
    private static final Pattern PROOF =
            Pattern.compile("proofs/(0|[1-9][0-9]{0,17})\\.tlog-proof");

    /// A thing that is wrong.
    ///
    /// @param file in which file
    record Finding(String file, String message) {}

    /// The first thing that is wrong.
    ///
    /// @throws LogFailure.Unavailable if a file cannot be read
    Optional<Finding> check() {
        var checkpoint = Checkpoint.parse(note);
        if (!manifest.origin().equals(checkpoint.origin())
                || manifest.size() != checkpoint.size()
                || !manifest.root().equals(checkpoint.root().toString())) {
            return Optional.of(
                    new Finding(Manifest.NAME, Manifest.NAME + " is of another checkpoint"));
        }
        var copy = archive.read(TileFiles.CHECKPOINT);
        if (copy.filter(bytes -> Arrays.equals(bytes, note.bytes())).isEmpty()) {
            return Optional.of(
                    new Finding(
                            TileFiles.CHECKPOINT, "checkpoint is missing, or not the one in log/"));
        }
        return entries(checkpoint)
                .map(m -> new Finding(EntryList.NAME, m))
                .or(this::proofs)
                .or(() -> new Sums(archive).check().map(m -> new Finding(Sums.NAME, m)));
    }

    private Optional<String> entries(Checkpoint checkpoint) {
        try {
            var lines = archive.open(EntryList.NAME);
            return lines.isEmpty()
                    ? Optional.of(EntryList.NAME + " is missing")
                    : new EntryList(archive.log(), checkpoint.size(), manifest).check(lines.get());
        } catch (IOException e) {
            return Optional.of(EntryList.NAME + " cannot be unpacked");
        }
    }

    private Optional<Finding> proofs() {
        return archive.names().stream()
                .sorted()
                .filter(name -> PROOF.matcher(name).matches() && !proves(name))
                .findFirst()
                .map(name -> new Finding(name, name + " does not prove the entry beside it"));
    }

    private boolean proves(String name) {
        var entry = archive.read(name.replaceFirst("tlog-proof$", "json"));
        var proof = archive.read(name);
        try {
            return entry.isPresent()
                    && proof.map(EntryProof::parse)
                            .filter(p -> p.checkpoint().text().equals(note.text()))
                            .filter(p ->
                                    name.equals("proofs/" + p.inclusion().index() + ".tlog-proof"))
                            .filter(p ->
                                    p.inclusion()
                                            .proves(
                                                    Merkle.leafHash(entry.get()),
                                                    Checkpoint.parse(note).root()))
                            .isPresent();
        } catch (LogFailure.Damaged e) {
            return false;
        }
    }
}
