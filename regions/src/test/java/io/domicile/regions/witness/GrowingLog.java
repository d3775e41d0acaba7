// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Consistency;
import io.domicile.audit.Hash;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SigningKey;
import io.domicile.audit.TileFiles;
import io.domicile.audit.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A log of the tests' own, in a folder. Signs what it is told to, forks too.
final class GrowingLog {

    static final String ORIGIN = "log.example/one";

    private final NoteSigner signer = new NoteSigner(ORIGIN, SigningKey.of(new byte[32]));
    private final TileFiles files;
    private final String entries;
    private Tree tree = Tree.empty();

    /// @param entries what they all begin with: another text makes another log
    GrowingLog(Path folder, String entries) {
        this.files = new TileFiles(folder);
        this.entries = entries;
    }

    TileFiles files() {
        return files;
    }

    NoteVerifier key() {
        return NoteVerifier.parse(signer.vkey()).orElseThrow();
    }

    /// Its checkpoint of that size, which must be above the last one.
    Note grow(long size) {
        var more = new ArrayList<byte[]>();
        for (long i = tree.size(); i < size; i++) {
            more.add((entries + i).getBytes(StandardCharsets.UTF_8));
        }
        var batch = tree.append(more);
        files.write(batch.writes());
        tree = batch.tree();
        return sign(size, tree.root());
    }

    Note sign(long size, Hash root) {
        return signer.sign(new Checkpoint(ORIGIN, size, root).text());
    }

    /// The body with which it asks to go on from a size to its own.
    byte[] ask(long old, Note note) {
        long size = Checkpoint.parse(note).size();
        var proof =
                old == 0 || old >= size ? List.<Hash>of() : Consistency.of(old, size, files).path();
        return new AddCheckpoint(old, proof, note).bytes();
    }
}
