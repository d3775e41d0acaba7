// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.audit.Checkpoint;
import io.domicile.audit.Entry;
import io.domicile.audit.Note;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.Policy;
import io.domicile.audit.TileFiles;
import io.domicile.audit.Tree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A log of made-up entries of two tenants and of the region, without a gateway.
final class MadeLog {

    static final String ORIGIN = "audit.example/nl/2026";

    private static final List<String> TENANTS = List.of("acme", "rival", "*");
    private static final List<String> ACTS = List.of("store", "read", "deny", "erase");
    private static final Instant START = Instant.parse("2026-11-20T20:51:07Z");
    private static final int BATCH = 4096;

    private final NoteSigner signer = new NoteSigner(ORIGIN, new byte[32]);
    private final NoteVerifier key = NoteVerifier.parse(signer.vkey()).orElseThrow();
    private final TileFiles files;
    private Tree tree = Tree.empty();

    MadeLog(Path folder) {
        files = new TileFiles(folder);
        files.writeKey(key);
    }

    TileFiles files() {
        return files;
    }

    void grow(int count) {
        long before = tree.size();
        long end = before + count;
        while (tree.size() < end) {
            var entries = new ArrayList<byte[]>();
            for (long i = tree.size(); i < Math.min(end, tree.size() + BATCH); i++) {
                entries.add(entry(i).getBytes(StandardCharsets.UTF_8));
            }
            var batch = tree.append(entries);
            files.write(batch.writes());
            tree = batch.tree();
        }
        files.publish(note());
        files.removePartials(before, tree.size());
    }

    String entry(long index) {
        var act = ACTS.get((int) (index % ACTS.size()));
        var entry =
                new Entry(
                        new UUID(index << 16, index),
                        START.plusSeconds(index),
                        "decision",
                        "NL",
                        TENANTS.get((int) (index % TENANTS.size())),
                        Optional.of("%032x".formatted(index * 7919)),
                        Optional.of("%064x".formatted(index * 104729)),
                        act,
                        Optional.of("DE"),
                        Optional.of("NL"),
                        List.of("eu.pd", "eu.epriv.location"),
                        Optional.of("navigation"),
                        List.of("R7"),
                        List.of("GDPR 5", "GDPR 25"),
                        Optional.of("sha256:" + "0".repeat(64)),
                        Optional.of("1"),
                        Optional.of("hmac:" + "%064x".formatted(index * 15485863)),
                        Optional.of("kek-nl-1"),
                        "service",
                        act.equals("deny") ? "refused" : "ok",
                        Optional.empty());
        return new String(entry.bytes(), StandardCharsets.UTF_8);
    }

    Plan plan(long first, long count, @Nullable String tenant) {
        var at = Instant.parse("2026-11-21T10:00:00Z");
        var policy =
                new Policy(
                        List.of(new Policy.Log(key, Optional.empty())),
                        List.of(),
                        List.of(),
                        Policy.NONE);
        return new Plan(
                new UUID(0x0190_0000_0000_7000L, 1),
                "nl",
                new String(note().bytes(), StandardCharsets.UTF_8),
                Map.of("log.pub", key + "\n"),
                Plan.Trust.of(policy, note(), at),
                new Plan.Range(null, null, first, count),
                tenant,
                List.of(),
                Ocsf.USUAL,
                at,
                new Plan.Owner("acme", "operator"));
    }

    private Note note() {
        return signer.sign(new Checkpoint(ORIGIN, tree.size(), tree.root()).text());
    }
}
