// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.LogFailure;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.Tile;
import io.domicile.audit.TileFiles;
import io.domicile.audit.TilePath;
import io.domicile.audit.Tree;
import io.domicile.regions.witness.Collector;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Writes the log as files and signs what it covers. Never signs a checkpoint that is not
/// consistent with each one signed before.
final class Publisher {

    private static final Logger LOG = Logger.getLogger(Publisher.class);

    /// So many tiles are in memory at once, at most.
    private static final int TILES = 64;

    private final LogTables tables;
    private final TileFiles files;
    private final Guard guard;
    private final NoteSigner signer;
    private final Signed signed;
    private final Sequencer sequencer;
    private final Cosigned cosigned;
    private Optional<Checkpoint> published;

    private Publisher(
            LogTables tables,
            TileFiles files,
            Guard guard,
            NoteSigner signer,
            Sequencer sequencer,
            Collector witnesses)
            throws SQLException {
        this.sequencer = sequencer;
        this.tables = tables;
        this.files = files;
        this.guard = guard;
        this.signer = signer;
        this.signed = Signed.of(tables, files, guard, signer);
        this.cosigned = new Cosigned(witnesses, tables, signed);
        this.published = Optional.empty();
    }

    /// Goes on where the last run stopped: a checkpoint that was signed but not yet public becomes
    /// public, the very same.
    ///
    /// @throws RolledBack if the tree is smaller than what was published
    /// @throws LogFailure.Conflict if tables, files and guard contradict each other
    static Publisher resume(
            LogTables tables,
            TileFiles files,
            Guard guard,
            NoteSigner signer,
            Sequencer sequencer,
            Collector witnesses)
            throws SQLException {
        var publisher = new Publisher(tables, files, guard, signer, sequencer, witnesses);
        KeyFiles.write(files, signer);
        publisher.reconcile(sequencer.tree());
        return publisher;
    }

    long size() {
        return published.map(Checkpoint::size).orElse(-1L);
    }

    /// Makes the tree public, if it has grown, no other gateway has taken the log, and the last
    /// checkpoint waits for no witness.
    ///
    /// @throws RolledBack if it is smaller than what was published
    /// @throws LogFailure.Conflict if it does not continue what was published
    void publish() throws SQLException {
        showCosigned();
        var tree = sequencer.tree();
        if (tree.size() == size() || cosigned.isAwaited() || isSigned(tree)) {
            return;
        }
        var next = new Checkpoint(tables.log(), tree.size(), tree.root());
        sequencer.lock();
        writeTiles(next.size());
        var before = guard.read();
        signed.requireContinued(next, files);
        var note = signer.sign(next.text());
        // The guard first: what it refuses is known to nobody, and what it knows is used again.
        guard.swap(before, note);
        tables.storeSigned(next, note);
        tables.connection().commit();
        sequencer.lock();
        showFirst(next, note);
        tables.connection().commit();
    }

    /// Whether this size has its checkpoint, which only waits to be shown.
    private boolean isSigned(Tree tree) throws SQLException {
        var last = tables.lastSigned().map(note -> signed.open(note).size());
        tables.connection().rollback();
        return last.filter(size -> size == tree.size()).isPresent();
    }

    /// Shows a checkpoint as soon as it may be seen, and has it cosigned.
    private void showFirst(Checkpoint next, Note note) {
        if (cosigned.isOptional()) {
            show(next, note);
        }
        cosigned.tell(note);
        if (!cosigned.isOptional() && !cosigned.isAwaited()) {
            // Nobody's cosignature is wanted: none would come that shows it.
            show(next, note);
        }
    }

    /// Shows the newest checkpoint again, with the cosignatures that have come.
    private void showCosigned() throws SQLException {
        cosigned.requireContinued();
        var note = cosigned.collected();
        if (note.isEmpty()) {
            return;
        }
        var checkpoint = signed.open(note.get());
        sequencer.lock();
        tables.storeCosigned(checkpoint, note.get());
        if (checkpoint.size() >= size()) {
            show(checkpoint, note.get());
        }
        tables.connection().commit();
    }

    private void show(Checkpoint next, Note note) {
        files.publish(note);
        files.removePartials(Math.max(size(), 0), next.size());
        published = Optional.of(next);
    }

    private void reconcile(Tree tree) throws SQLException {
        var here = new Checkpoint(tables.log(), tree.size(), tree.root());
        sequencer.lock();
        signed.requireContinued(here, tables);
        published = signed.shown();
        writeTiles(here.size());
        signed.requireContinued(here, files);
        var last = signed.last();
        if (last.isPresent()) {
            settle(last.get());
        }
        tables.connection().commit();
    }

    /// Tells the last note, the very same, to each of the three places that does not know it yet.
    private void settle(Signed.Known last) throws SQLException {
        long size = last.checkpoint().size();
        var guarded = guard.read();
        if (guarded.isEmpty()) {
            LOG.warnf("%s: the guard knows nothing of %d signed entries", signer.name(), size);
        }
        if (isOlder(guarded, size)) {
            guard.swap(guarded, last.note());
        }
        if (isOlder(tables.lastSigned(), size)) {
            tables.storeSigned(last.checkpoint(), last.note());
        }
        if (size > size()) {
            writeTiles(size);
            showFirst(last.checkpoint(), last.note());
        } else {
            cosigned.tell(last.note());
        }
    }

    private boolean isOlder(Optional<Note> note, long size) {
        return note.map(one -> signed.open(one).size() < size).orElse(true);
    }

    /// Copies the tiles and bundles that a log of this size has beyond the published ones.
    private void writeTiles(long size) {
        var tiles = new ArrayList<Tile>();
        for (int level = TilePath.ENTRIES; ; level++) {
            int shift = 8 * (Math.max(level, 0) + 1);
            long pruned = level == TilePath.ENTRIES ? sequencer.head().minimum() : 0;
            long from = Math.max(size(), pruned);
            var path = TilePath.in(size, level, from >>> shift);
            if (path.isEmpty() && size >>> shift == 0) {
                break;
            }
            for (long index = from >>> shift; path.isPresent(); index++) {
                tiles.add(new Tile(path.get(), tables.get(path.get())));
                if (tiles.size() == TILES) {
                    files.write(tiles);
                    tiles.clear();
                }
                path = TilePath.in(size, level, index + 1);
            }
        }
        files.write(tiles);
    }
}
