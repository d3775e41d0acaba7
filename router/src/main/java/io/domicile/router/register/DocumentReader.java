// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.Purpose;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.RecordType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the document of a register, strictly: names, types, codes and dates of closed lists and
/// patterns, so that neither prose nor a person gets in.
final class DocumentReader {

    private static final Set<String> NAMES =
            Set.of(
                    "establishments",
                    "ciio",
                    "mlps",
                    "survey_qualified",
                    "foreign_invested",
                    "state_organ",
                    "gba",
                    "ftz",
                    "targets",
                    "mechanisms",
                    "attestations");
    private static final Set<String> COUNTRIES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
    private static final Set<String> TARGETS =
            Stream.concat(COUNTRIES.stream(), Stream.of("EU"))
                    .collect(Collectors.toUnmodifiableSet());

    /// With a letter in it, so that no telephone number is one.
    private static final Pattern CODE =
            Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_.:/+-]*");

    /// Years of four digits, so that dates sort as text.
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private static final int LONGEST_CODE = 80;
    private static final int LONGEST_FACT = 64;
    private static final int MOST_ESTABLISHMENTS = 50;
    private static final int MOST_MECHANISMS = 100;
    private static final int MOST_ATTESTATIONS = 200;
    private static final int MOST_SCOPE = 50;
    private static final int MOST_TARGETS = 300;

    private DocumentReader() {}

    /// Reads a document.
    ///
    /// @param version the version that it is, or is to be
    /// @throws ProblemException with status 422 and the pointer of what is not taken
    static TenantFacts read(ObjectNode document, long version) {
        var fields = Fields.of(document).only(NAMES);
        return new TenantFacts(
                version,
                establishments(fields),
                flag(fields, "ciio"),
                Optional.ofNullable(fields.integer("mlps", 1, 5)),
                flag(fields, "survey_qualified"),
                flag(fields, "foreign_invested"),
                flag(fields, "state_organ"),
                flag(fields, "gba"),
                Optional.ofNullable(code(fields, "ftz", LONGEST_FACT)),
                texts(fields, "targets", MOST_TARGETS, TARGETS::contains),
                list(fields, "mechanisms", MOST_MECHANISMS, DocumentReader::mechanism),
                list(fields, "attestations", MOST_ATTESTATIONS, DocumentReader::attestation));
    }

    private static boolean flag(Fields fields, String name) {
        return Boolean.TRUE.equals(fields.bool(name));
    }

    private static List<Establishment> establishments(Fields fields) {
        var countries = new HashSet<String>();
        return list(
                fields,
                "establishments",
                MOST_ESTABLISHMENTS,
                element -> {
                    var place = element.object().only(Set.of("country", "entity"));
                    var country = place.required("country", place.oneOf("country", COUNTRIES));
                    if (!countries.add(country)) {
                        throw place.at(
                                "country", Fault.CONFLICT, "Each country has one legal entity.");
                    }
                    return new Establishment(
                            country, place.required("entity", code(place, "entity", LONGEST_CODE)));
                });
    }

    private static Mechanism mechanism(Fields.Element element) {
        var fields = element.object().only(Set.of("id", "ref", "valid_from", "valid_to", "scope"));
        var from = date(fields, "valid_from");
        var to = fields.required("valid_to", date(fields, "valid_to"));
        requireOrder(fields, from, to);
        return new Mechanism(
                fields.required("id", fields.oneOf("id", Mechanism.IDS)),
                Optional.ofNullable(code(fields, "ref", LONGEST_CODE)),
                Optional.ofNullable(from),
                to,
                texts(fields, "scope", MOST_SCOPE, DocumentReader::isScope));
    }

    private static boolean isScope(String text) {
        return COUNTRIES.contains(text) || Purpose.isKnown(text) || RecordType.of(text).isPresent();
    }

    private static Attestation attestation(Fields.Element element) {
        var fields = element.object().only(Set.of("kind", "ref", "valid_from", "valid_to"));
        var from = date(fields, "valid_from");
        var to = date(fields, "valid_to");
        requireOrder(fields, from, to);
        return new Attestation(
                fields.required("kind", fields.oneOf("kind", Attestation.KINDS)),
                fields.required("ref", code(fields, "ref", LONGEST_CODE)),
                Optional.ofNullable(from),
                Optional.ofNullable(to));
    }

    private static void requireOrder(
            Fields fields, @Nullable LocalDate from, @Nullable LocalDate to) {
        if (from != null && to != null && from.isAfter(to)) {
            throw fields.at("valid_to", Fault.CONFLICT, "Must not be before valid_from.");
        }
    }

    private static @Nullable LocalDate date(Fields fields, String name) {
        var text = fields.text(name, LONGEST_CODE);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text, DAY);
        } catch (DateTimeException _) {
            throw fields.at(name, Fault.BAD_TIME, "Must be a date, as 2026-11-21.");
        }
    }

    private static @Nullable String code(Fields fields, String name, int longest) {
        var text = fields.text(name, longest);
        if (text != null && !CODE.matcher(text).matches()) {
            throw fields.at(
                    name,
                    Fault.BAD_TEXT,
                    "Must be a code: letters, digits and _.:/+- with at least one letter.");
        }
        return text;
    }

    private static List<String> texts(
            Fields fields, String name, int most, Predicate<String> known) {
        return list(
                fields,
                name,
                most,
                element -> {
                    var text = element.node().textValue();
                    if (text == null || !known.test(text)) {
                        throw new ProblemException(
                                Problem.at(
                                        text == null ? Fault.WRONG_TYPE : Fault.UNKNOWN_VALUE,
                                        element.pointer(),
                                        "Must be a value of the documented list."));
                    }
                    return text;
                });
    }

    private static <T> List<T> list(
            Fields fields, String name, int most, Function<Fields.Element, T> read) {
        var list = fields.list(name, read);
        if (list.size() > most) {
            throw fields.at(name, Fault.OUT_OF_RANGE, "At most %d elements.".formatted(most));
        }
        return list;
    }
}
