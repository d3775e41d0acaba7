// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Reads one policy file, line by line.
final class PolicyFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern WORD = Pattern.compile("[^ \t]+");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");

    private final List<? extends SignatureKind> more;
    private final List<Policy.Log> logs = new ArrayList<>();
    private final List<Policy.Witness> witnesses = new ArrayList<>();
    private final List<Policy.Group> groups = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Optional<String> quorum = Optional.empty();
    private int number;

    PolicyFile(List<? extends SignatureKind> more) {
        this.more = more;
    }

    Policy read(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw new LogFailure.Damaged("not a policy: longer than 1 MiB");
        }
        var text = decode(file);
        for (var line : text.split("\n", -1)) {
            number++;
            if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
                throw wrong("a control character");
            }
            var words = WORD.matcher(line).results().map(MatchResult::group).toList();
            if (!words.isEmpty() && !words.getFirst().startsWith("#")) {
                read(words);
            }
        }
        if (!text.endsWith("\n")) {
            throw wrong("the last line does not end in a newline");
        }
        return new Policy(
                logs,
                witnesses,
                groups,
                quorum.orElseThrow(() -> new LogFailure.Damaged("the policy has no quorum line")));
    }

    private void read(List<String> words) {
        switch (words.getFirst()) {
            case "log" -> log(words);
            case "witness" -> witness(words);
            case "group" -> group(words);
            case "quorum" -> quorum(words);
            default ->
                    throw wrong(
                            "a line begins with log, witness, group or quorum, not with "
                                    + words.getFirst());
        }
    }

    private void log(List<String> words) {
        require(words, 2, 3, "log <vkey> [<url>]");
        var key = key(words.get(1));
        if (key.kind() == Algorithm.COSIGNATURE) {
            throw wrong(key.shortName() + " is a witness' key, not a log's");
        }
        requireNew(key, logs.stream().map(Policy.Log::key).toList());
        logs.add(new Policy.Log(key, words.stream().skip(2).findFirst()));
    }

    private void witness(List<String> words) {
        require(words, 3, 4, "witness <name> <vkey> [<url>]");
        var key = key(words.get(2));
        if (!key.kind().isTimed()) {
            throw wrong(key.shortName() + " is a log's key (type 1), a witness' is of type 4 or 6");
        }
        requireNew(key, witnesses.stream().map(Policy.Witness::key).toList());
        var name = define(words.get(1));
        witnesses.add(new Policy.Witness(name, key, words.stream().skip(3).findFirst()));
    }

    private void group(List<String> words) {
        require(words, 4, Integer.MAX_VALUE, "group <name> all|any|<number> <member>...");
        var members = words.subList(3, words.size());
        members.forEach(this::requireDefined);
        if (new HashSet<>(members).size() < members.size()) {
            throw wrong("a member is named twice");
        }
        for (var group : groups) {
            var again = members.stream().filter(group.members()::contains).findFirst();
            if (again.isPresent()) {
                throw wrong(again.get() + " is in group " + group.name() + " already");
            }
        }
        var threshold = threshold(words.get(2), members.size());
        groups.add(new Policy.Group(define(words.get(1)), threshold, members));
    }

    private int threshold(String word, int members) {
        var threshold =
                switch (word) {
                    case "all" -> members;
                    case "any" -> 1;
                    default -> COUNT.matcher(word).matches() ? Integer.parseInt(word) : 0;
                };
        if (threshold < 1 || threshold > members) {
            throw wrong("all, any, or a number from 1 to " + members + " is needed, not " + word);
        }
        return threshold;
    }

    private void quorum(List<String> words) {
        require(words, 2, 2, "quorum <name>");
        if (quorum.isPresent()) {
            throw wrong("a second quorum");
        }
        if (!words.get(1).equals(Policy.NONE)) {
            requireDefined(words.get(1));
        }
        quorum = Optional.of(words.get(1));
    }

    private NoteVerifier key(String vkey) {
        return NoteVerifier.parse(vkey, more)
                .orElseThrow(() ->
                        wrong("no public key (<name>+<id>+<base64>) of a known kind: " + vkey));
    }

    private void requireNew(NoteVerifier key, List<NoteVerifier> known) {
        if (known.stream().anyMatch(key::sameKey)) {
            throw wrong("the key " + key.shortName() + " was given before");
        }
    }

    private void requireDefined(String name) {
        if (!names.contains(name)) {
            throw wrong("no witness or group before this line is called " + name);
        }
    }

    private String define(String name) {
        if (name.equals(Policy.NONE) || !names.add(name)) {
            throw wrong("the name " + name + " is taken");
        }
        return name;
    }

    private void require(List<String> words, int least, int most, String form) {
        if (words.size() < least || words.size() > most) {
            throw wrong("its form is: " + form);
        }
    }

    /// Names are octets that mean nothing, so any encoding that tells them apart will do; key names
    /// are UTF-8.
    private static String decode(byte[] file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            return new String(file, StandardCharsets.ISO_8859_1);
        }
    }

    private LogFailure.Damaged wrong(String what) {
        return new LogFailure.Damaged("policy, line " + number + ": " + what);
    }
}
