// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

import io.domicile.audit.Algorithm;
import io.domicile.audit.NoteSigner;
import io.domicile.audit.NoteVerifier;
import io.domicile.audit.SignatureKind;
import io.domicile.audit.TileFiles;
import io.domicile.regions.keys.Sm2Note;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The public keys of a log beside its checkpoint: `log.pub` has the newest Ed25519 key alone,
/// because verifiers want one vkey in a file; `log.mldsa.pub` and `log.sm2.pub` have the newest of
/// those kinds, if there is one; `log.keys` has all that sign now, a vkey a line, the newest
/// generation first.
final class KeyFiles {

    private static final Map<SignatureKind, String> FILES =
            Map.of(
                    Algorithm.ED25519, "log.pub",
                    Algorithm.ML_DSA_44, "log.mldsa.pub",
                    Sm2Note.KIND, "log.sm2.pub");

    private static final String ALL = "log.keys";

    private KeyFiles() {}

    /// The keys that sign now, without those of kinds that C2SP does not name; none if nothing was
    /// published.
    static Stream<NoteVerifier> read(TileFiles files) {
        return files.read(ALL).stream()
                .flatMap(keys -> new String(keys, StandardCharsets.UTF_8).lines())
                .flatMap(vkey -> NoteVerifier.parse(vkey).stream());
    }

    /// Writes them for the keys that sign now.
    static void write(TileFiles files, NoteSigner signer) {
        for (var vkey : signer.vkeys().reversed()) {
            NoteVerifier.parse(vkey, List.of(Sm2Note.KIND))
                    .map(verifier -> FILES.get(verifier.kind()))
                    .ifPresent(file -> files.writeText(file, vkey + "\n"));
        }
        files.writeText(ALL, String.join("\n", signer.vkeys()) + "\n");
    }
}
