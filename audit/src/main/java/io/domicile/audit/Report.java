// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.HashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a verification found.
///
/// @param ok whether the log is whole and signed
/// @param message one sentence for people, which names the first bad entry and the file
/// @param checkpoint what the log commits to, once its signature held
/// @param key the key it was checked with
/// @param index the first bad entry, if the fault is in the entries or their hashes
/// @param file the file with the fault, relative to the log's prefix
record Report(
        boolean ok,
        String message,
        Optional<Checkpoint> checkpoint,
        Optional<Key> key,
        Optional<Long> index,
        Optional<String> file) {

    /// A public key, and who says that it is the log's.
    ///
    /// @param from `argument`, or `log` if nobody but the log says so
    record Key(NoteVerifier verifier, String from) {
        static final String ARGUMENT = "argument";
        static final String LOG = "log";
    }

    static Report whole(String message, Key key) {
        return new Report(
                true,
                message,
                Optional.empty(),
                Optional.of(key),
                Optional.empty(),
                Optional.empty());
    }

    static Report failed(Fault fault, Key key) {
        return new Report(
                false,
                fault.message(),
                Optional.empty(),
                Optional.of(key),
                Optional.of(fault.index()),
                Optional.of(fault.file().toString()));
    }

    static Report failed(String message, Optional<Key> key, String file) {
        return new Report(
                false, message, Optional.empty(), key, Optional.empty(), Optional.of(file));
    }

    static Report unavailable(String message) {
        return new Report(
                false,
                message,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Report at(Checkpoint signed) {
        return new Report(ok, message, Optional.of(signed), key, index, file);
    }

    /// The report as one JSON object; a member without a value is `null`.
    String json() {
        var members = new HashMap<String, @Nullable Object>();
        members.put("ok", ok);
        members.put("message", message);
        members.put("origin", checkpoint.map(Checkpoint::origin).orElse(null));
        members.put("size", checkpoint.map(Checkpoint::size).orElse(null));
        members.put("root", checkpoint.map(c -> c.root().toString()).orElse(null));
        members.put("key", key.map(k -> k.verifier().toString()).orElse(null));
        members.put("keyFrom", key.map(Key::from).orElse(null));
        members.put("firstBadIndex", index.orElse(null));
        members.put("file", file.orElse(null));
        return Json.write(members);
    }
}
