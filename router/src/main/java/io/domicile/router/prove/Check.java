// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.regions.proof.Clue.Kind;
import io.domicile.regions.proof.Findings;
import io.domicile.regions.proof.Findings.Verdict;
import io.domicile.regions.proof.Sighting;
import java.util.ArrayList;
import java.util.List;

/// One of the things that a proof says.
///
/// @param code `sees`, `clear_text`
/// @param title what was asked
/// @param verdict the answer
/// @param says the answer in words
record Check(String code, String title, Verdict verdict, String says) {

    /// All of them, the order in which they are read.
    static List<Check> all(Proof proof) {
        return List.of(
                sees(proof),
                found(proof, "clear_text", "Clear text is nowhere", Kind.CLEAR),
                found(proof, "foreign_bytes", "Each region's bytes are there alone", Kind.SEALED),
                found(proof, "subject_keys", "Subjects' keys are nowhere in clear", Kind.KEY),
                columns(proof.findings()),
                keys(proof.findings()),
                coverage(proof));
    }

    /// What has no answer elsewhere proves nothing without this one.
    private static Check sees(Proof proof) {
        var findings = proof.findings();
        var wrong = new ArrayList<String>();
        proof.missed().forEach(it -> wrong.add(it + " did not come to rest there"));
        findings.blind().forEach(it -> wrong.add(it + " was not found where it rests"));
        if (findings.seen() < findings.planted()) {
            wrong.add(
                    "planted text was found in %d of %d forms"
                            .formatted(findings.seen(), findings.planted()));
        }
        return check(
                "sees",
                "The search finds what is there",
                wrong,
                "planted text was found in %d of %d forms, and all %d canaries where they rest"
                        .formatted(findings.seen(), findings.planted(), proof.sent().size()));
    }

    private static Check found(Proof proof, String code, String title, Kind kind) {
        var wrong =
                proof.findings().violations().stream()
                        .filter(sighting -> sighting.clue().kind() == kind)
                        .map(Check::place)
                        .toList();
        return check(
                code,
                title,
                wrong,
                switch (kind) {
                    case CLEAR -> "no part of a canary stands anywhere in clear, in any form";
                    case SEALED -> "nothing of a region's canaries is outside their region";
                    case KEY, CONTROL -> "no canary's key stands anywhere";
                });
    }

    /// Where something is that may not be there, without what stands there.
    static String place(Sighting sighting) {
        return "%s of %s is in %s (%s, from byte %d, %d times)"
                .formatted(
                        sighting.clue().name(),
                        sighting.clue().region().map(Object::toString).orElse("no region"),
                        where(sighting),
                        sighting.form(),
                        sighting.offset(),
                        sighting.count());
    }

    private static String where(Sighting sighting) {
        var place = sighting.place();
        return switch (place.kind()) {
            case FILE -> place.name();
            case TABLE, DATABASE ->
                    place.region().map(Object::toString).orElse("") + " " + place.name();
        };
    }

    private static Check columns(Findings findings) {
        var wrong = new ArrayList<String>();
        findings.unclassified().forEach(it -> wrong.add(it + " is of no known kind"));
        findings.unsealed().forEach(it -> wrong.add(it + " holds what is not sealed"));
        return check(
                "columns",
                "Each column rests as it should",
                wrong,
                "every column is known, and those for sealed values hold envelopes alone");
    }

    private static Check keys(Findings findings) {
        var wrong =
                findings.keys().stream()
                        .flatMap(state ->
                                state.faults().stream().map(it -> state.region() + ": " + it))
                        .toList();
        int tried = findings.keys().stream().mapToInt(state -> state.tried()).sum();
        return check(
                "region_keys",
                "Each region's keys are its own",
                wrong,
                "no key is that of two regions, and none of %d foreign keys opened"
                        .formatted(tried));
    }

    private static Check coverage(Proof proof) {
        var missing = new ArrayList<String>();
        proof.without().forEach(region -> missing.add("no canary is known for " + region));
        proof.findings()
                .gaps()
                .forEach(gap -> missing.add(gap.place().name() + ": " + gap.reason()));
        return missing.isEmpty()
                ? new Check(
                        "coverage",
                        "Everything was looked at",
                        Verdict.GREEN,
                        "all files and tables were looked through")
                : new Check(
                        "coverage",
                        "Everything was looked at",
                        Verdict.AMBER,
                        "not looked at: " + String.join("; ", missing));
    }

    private static Check check(String code, String title, List<String> wrong, String fine) {
        return wrong.isEmpty()
                ? new Check(code, title, Verdict.GREEN, fine)
                : new Check(code, title, Verdict.RED, String.join("; ", wrong));
    }
}
