// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The arguments of [Verify].
///
/// @param target the log's directory, address or archive
/// @param given the keys and the policy that were given
/// @param since a checkpoint that was kept, if one was given
/// @param pruned whether the log's file `retention` is believed
record Arguments(
        String target,
        Trust.Given given,
        Optional<Note> since,
        boolean pruned,
        boolean json,
        boolean help) {
    private static final int MAX_FILE_BYTES = 2 << 20;
    private static final String NO_KEY =
            "Neither a public key (name+id+base64) nor a file with one";

    /// @throws IllegalArgumentException with a sentence for the user
    static Arguments parse(String[] args) {
        var rest = new ArrayList<>(Arrays.asList(args));
        var help = rest.removeAll(List.of("--help", "-h"));
        var json = rest.removeAll(List.of("--json"));
        if (help) {
            return new Arguments("", Trust.Given.NOTHING, Optional.empty(), false, json, true);
        }
        var pruned = rest.removeAll(List.of("--pruned"));
        var keys = takeAll("--key", rest).stream().flatMap(Arguments::keys).toList();
        var policy = take("--policy", rest).map(Arguments::policy);
        var since = take("--since", rest).map(Arguments::checkpoint);
        if (rest.size() != 1 || rest.getFirst().startsWith("-")) {
            throw new IllegalArgumentException(
                    rest.isEmpty()
                            ? "Which log? Give its directory, address or archive."
                            : "Not understood: " + String.join(" ", rest));
        }
        if (!isLog(rest.getFirst())) {
            throw new IllegalArgumentException(
                    "Not a log's directory, address or archive: " + rest.getFirst());
        }
        var given = new Trust.Given(keys, policy);
        return new Arguments(rest.getFirst(), given, since, pruned, json, false);
    }

    private static boolean isLog(String target) {
        if (!Source.isAddress(target)) {
            return !Path.of(target).toString().isEmpty();
        }
        var address = URI.create(target);
        return address.getHost() != null && address.getQuery() == null;
    }

    private static Optional<String> take(String option, ArrayList<String> rest) {
        var taken = takeAll(option, rest);
        if (taken.size() > 1) {
            throw new IllegalArgumentException(option + " is given more than once.");
        }
        return taken.stream().findFirst();
    }

    private static List<String> takeAll(String option, ArrayList<String> rest) {
        var taken = new ArrayList<String>();
        for (var at = rest.indexOf(option); at >= 0; at = rest.indexOf(option)) {
            if (at + 1 == rest.size()) {
                throw new IllegalArgumentException(
                        option
                                + " needs a file"
                                + (option.equals("--key") ? " or a public key." : "."));
            }
            rest.remove(at);
            taken.add(rest.remove(at));
        }
        return taken;
    }

    private static Stream<NoteVerifier> keys(String given) {
        var keys =
                NoteVerifier.parse(given)
                        .map(List::of)
                        .orElseGet(() -> Trust.keys(file(given, NO_KEY)));
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(NO_KEY + ": " + given);
        }
        return keys.stream();
    }

    private static Policy policy(String file) {
        try {
            return Policy.parse(file(file, "No such policy file"));
        } catch (LogFailure.Damaged e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Note checkpoint(String file) {
        try {
            var note = Note.parse(file(file, "No such checkpoint file"));
            Checkpoint.parse(note);
            return note;
        } catch (LogFailure.Damaged e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] file(String name, String missing) {
        try (var content = Files.newInputStream(Path.of(name))) {
            return content.readNBytes(MAX_FILE_BYTES);
        } catch (IOException e) {
            throw new IllegalArgumentException(missing + ": " + name, e);
        }
    }
}
