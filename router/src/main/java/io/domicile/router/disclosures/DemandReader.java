// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import io.domicile.regions.Note;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.RecordType;
import io.domicile.router.intake.StrictJson;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the demand of an authority.
@Singleton
final class DemandReader {

    private static final Set<String> NAMES =
            Set.of(
                    "region",
                    "tenant",
                    "kind",
                    "authority",
                    "instrument",
                    "legal_basis",
                    "scope",
                    "gag_until",
                    "approvals",
                    "recipient_key",
                    "preserve_until");

    private static final Set<String> AUTHORITIES =
            Set.of(
                    "court",
                    "prosecutor",
                    "police",
                    "intelligence",
                    "supervisor",
                    "tax",
                    "customs",
                    "other");

    /// Those that the law tells apart, and what others are called.
    private static final Set<String> INSTRUMENTS =
            Set.of(
                    "EPOC",
                    "EPOC_PR",
                    "TREATY",
                    "MLAT",
                    "CPC",
                    "COURT_ORDER",
                    "SUBPOENA",
                    "WARRANT",
                    "DECISION",
                    "LETTER",
                    "OTHER");

    private static final Set<String> PERMITS = Set.of("PRC_APPROVAL");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST = 256;
    private static final int MOST_SUBJECTS = 100;

    private final Residences residences;
    private final Clock clock;

    DemandReader(Residences residences, Clock clock) {
        this.residences = residences;
        this.clock = clock;
    }

    /// Reads it for a caller.
    ///
    /// @throws ProblemException with status 400 for what is not one JSON object, 422 with the
    ///   pointer of a field that is not as documented
    Incoming read(Caller caller, byte[] body) {
        var fields = Fields.of(StrictJson.read(body)).only(NAMES);
        var owner = Cases.owner(caller, Optional.ofNullable(fields.name("tenant", LONGEST)));
        var residence =
                RegionParameter.of(residences, fields.requiredText("region", LONGEST)).getFirst();
        var scope =
                fields.required("scope", fields.object("scope"))
                        .only(Set.of("subjects", "types", "from", "to"));
        var subjects = subjects(scope);
        return new Incoming(
                caller.onBehalfOf(owner),
                residence,
                demand(caller, fields, scope(scope, subjects.size()), residence),
                subjects);
    }

    private Demand demand(Caller caller, Fields fields, Demand.Scope scope, Residence residence) {
        var kind = fields.oneOf("kind", Set.of(Demand.DISCLOSE, Demand.PRESERVE));
        var key = fields.object("recipient_key");
        return new Demand(
                kind == null ? Demand.DISCLOSE : kind,
                caller.role(),
                authority(fields.required("authority", fields.object("authority"))),
                instrument(fields.required("instrument", fields.object("instrument"))),
                fields.required("legal_basis", fields.name("legal_basis", LONGEST)),
                scope,
                future(fields, "gag_until"),
                fields.list("approvals", element -> approval(element.object())),
                key == null ? null : RecipientKey.read(fields, key, residence.suite()),
                future(fields, "preserve_until"));
    }

    private @Nullable Instant future(Fields fields, String name) {
        var time = fields.time(name);
        if (time != null && !time.isAfter(clock.instant())) {
            throw fields.at(name, Fault.OUT_OF_RANGE, "Must be a time to come.");
        }
        return time;
    }

    private static Demand.Authority authority(Fields fields) {
        fields.only(Set.of("country", "kind", "name", "behind"));
        return new Demand.Authority(
                country(fields, "country", fields.requiredText("country", 2)),
                fields.required("kind", fields.oneOf("kind", AUTHORITIES)),
                fields.required("name", fields.name("name", LONGEST)),
                fields.has("behind")
                        ? country(fields, "behind", fields.requiredText("behind", 2))
                        : null);
    }

    private static String country(Fields fields, String name, String code) {
        if (!COUNTRY.matcher(code).matches()) {
            throw fields.at(name, Fault.UNKNOWN_VALUE, "Must be an ISO code of two letters.");
        }
        return code;
    }

    private static Demand.Instrument instrument(Fields fields) {
        fields.only(Set.of("type", "sha256", "emergency"));
        var digest = fields.requiredText("sha256", 64);
        if (!DIGEST.matcher(digest).matches()) {
            throw fields.at("sha256", Fault.BAD_TEXT, "Must be 64 lower-case hex digits.");
        }
        return new Demand.Instrument(
                fields.required("type", fields.oneOf("type", INSTRUMENTS)),
                digest,
                Boolean.TRUE.equals(fields.bool("emergency")));
    }

    private static Demand.Approval approval(Fields fields) {
        fields.only(Set.of("kind", "ref"));
        var ref = fields.requiredText("ref", 64);
        if (!Note.isReference(ref)) {
            throw fields.at("ref", Fault.BAD_TEXT, "A reference is a code of 1 to 64 letters.");
        }
        return new Demand.Approval(fields.required("kind", fields.oneOf("kind", PERMITS)), ref);
    }

    private static Demand.Scope scope(Fields fields, int subjects) {
        var from = fields.time("from");
        var to = fields.time("to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw fields.at("to", Fault.OUT_OF_RANGE, "It ends before it begins.");
        }
        return new Demand.Scope(subjects, fields.list("types", DemandReader::type), from, to);
    }

    private static List<String> subjects(Fields fields) {
        var subjects = fields.list("subjects", DemandReader::id).stream().distinct().toList();
        if (subjects.isEmpty() || subjects.size() > MOST_SUBJECTS) {
            throw fields.at(
                    "subjects",
                    subjects.isEmpty() ? Fault.MISSING_FIELD : Fault.OUT_OF_RANGE,
                    "Name 1 to %d subjects: no demand is for all.".formatted(MOST_SUBJECTS));
        }
        return subjects;
    }

    private static String id(Fields.Element element) {
        var text = element.node().textValue();
        if (text == null || text.isEmpty() || text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw new ProblemException(
                    Problem.at(Fault.WRONG_TYPE, element.pointer(), "Must be a subject's id."));
        }
        return text;
    }

    private static String type(Fields.Element element) {
        var text = element.node().textValue();
        if (text == null || RecordType.of(text).isEmpty()) {
            throw new ProblemException(
                    Problem.at(
                            Fault.UNKNOWN_VALUE, element.pointer(), "Must be a type of record."));
        }
        return text;
    }
}
