// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Message;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the one-record JSON of `POST /v1/records`.
///
/// Form is checked here and nothing else: a member that JSON needs is missing, a type, a range or a
/// list is violated. Facts that only the law needs (home, age, collect, via, crs, precision) may be
/// absent; the law then answers with quarantine.
public final class SubmissionReader {

    static final Set<String> ROLES =
            Set.of("author", "recipient", "member", "driver", "passenger", "owner", "bystander");

    /// The coordinate systems that are taken.
    public static final Set<String> CRS = Set.of("WGS84", "GCJ02", "CGCS2000", "BD09");

    static final double LARGEST_PRECISION_M = 20_100_000;

    /// UTF-16 units of a session's id.
    public static final int LONGEST_SESSION = 128;

    private static final Set<String> RECORD =
            Set.of(
                    "type",
                    "subjects",
                    "collect",
                    "via",
                    "purpose",
                    "session",
                    "session_bound",
                    "occurred_at",
                    "location",
                    "message",
                    "consents");
    private static final Set<String> SUBJECT = Set.of("id", "role", "home", "age", "guardian");
    private static final Set<String> LOCATION = Set.of("lat", "lon", "crs", "precision_m", "label");
    private static final Set<String> MESSAGE = Set.of("kind", "body", "media", "mime");
    private static final Set<String> CONSENT = Set.of("kind", "ref", "given_at", "until");
    private static final Set<String> VIA = Set.of("in_car", "phone");
    private static final Set<String> KINDS = Set.of("text", "voice", "image");
    private static final Set<String> TERRITORIES = territories();

    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern CONSENT_KIND = Pattern.compile("[A-Z][A-Z0-9_.]{0,31}");
    private static final Pattern MIME =
            Pattern.compile("[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,63}(;[ -~]{1,64})?");

    private SubmissionReader() {}

    /// Reads a record.
    ///
    /// @throws ProblemException with status 400 or 422 and the field's pointer
    public static Submission read(byte[] body) {
        return read(Fields.of(StrictJson.read(body)));
    }

    /// Reads a record that stands in another document.
    ///
    /// @throws ProblemException with status 422 and the field's pointer
    public static Submission read(Fields fields) {
        fields.only(RECORD);
        var type = type(fields);
        var location = location(fields, type);
        var message = message(fields, type);
        return new Submission(
                type.code(),
                subjects(fields),
                territory(fields, "collect"),
                fields.oneOf("via", VIA),
                purpose(fields),
                session(fields),
                sessionBound(fields, type),
                fields.time("occurred_at"),
                location,
                message,
                fields.list("consents", SubmissionReader::consent),
                false);
    }

    private static @Nullable String session(Fields fields) {
        return addressable(fields, "session", fields.name("session", LONGEST_SESSION));
    }

    /// What is bound to a session needs one, and the word that it has ended outlives it.
    private static @Nullable Boolean sessionBound(Fields fields, RecordType type) {
        var bound = fields.bool("session_bound");
        if (Boolean.TRUE.equals(bound)) {
            if (!fields.has("session")) {
                throw fields.at("session", Fault.MISSING_FIELD, "This field must be there.");
            }
            if (type == RecordType.SESS_LOGOUT) {
                throw fields.at(
                        "session_bound", Fault.CONFLICT, "The end of a session outlives it.");
            }
        }
        return bound;
    }

    /// Whether the text may name a purpose.
    public static boolean isPurpose(String text) {
        return PURPOSE.matcher(text).matches();
    }

    private static RecordType type(Fields fields) {
        return RecordType.of(fields.requiredText("type", 64))
                .orElseThrow(() ->
                        fields.at(
                                "type",
                                Fault.UNKNOWN_VALUE,
                                "Must be a record type of the documented list."));
    }

    private static List<Subject> subjects(Fields fields) {
        var subjects = fields.list("subjects", SubmissionReader::subject);
        if (subjects.isEmpty()) {
            throw fields.at("subjects", Fault.MISSING_FIELD, "At least one subject must be there.");
        }
        var ids = new HashSet<String>();
        boolean author = false;
        for (var subject : subjects) {
            if (!ids.add(subject.id())) {
                throw fields.at("subjects", Fault.CONFLICT, "Name each subject once.");
            }
            if ("author".equals(subject.role())) {
                if (author) {
                    throw fields.at("subjects", Fault.CONFLICT, "At most one author.");
                }
                author = true;
            }
        }
        return subjects;
    }

    private static Subject subject(Fields.Element element) {
        var fields = element.object().only(SUBJECT);
        return new Subject(
                id(fields),
                fields.oneOf("role", ROLES),
                territory(fields, "home"),
                fields.integer("age", 0, 150),
                fields.bool("guardian"));
    }

    private static String id(Fields fields) {
        return fields.required("id", addressable(fields, "id", fields.name("id", 256)));
    }

    private static @Nullable String addressable(
            Fields fields, String name, @Nullable String value) {
        if (value != null && Subject.isNoPathSegment(value)) {
            throw fields.at(name, Fault.BAD_TEXT, "Must not be . or .. alone.");
        }
        return value;
    }

    private static @Nullable Position location(Fields record, RecordType type) {
        var fields = part(record, "location", type.location());
        if (fields == null) {
            return null;
        }
        fields.only(LOCATION);
        return new Position(
                fields.requiredNumber("lat", -90, 90),
                fields.requiredNumber("lon", -180, 180),
                fields.oneOf("crs", CRS),
                fields.number("precision_m", 0, LARGEST_PRECISION_M),
                fields.text("label", 512));
    }

    private static @Nullable Message message(Fields record, RecordType type) {
        var fields = part(record, "message", type.message());
        if (fields == null) {
            return null;
        }
        fields.only(MESSAGE);
        var kind = fields.required("kind", fields.oneOf("kind", KINDS));
        if (!kind.equals(type.kind())) {
            throw fields.at("kind", Fault.CONFLICT, "Does not fit the record's type.");
        }
        var body = fields.text("body", Integer.MAX_VALUE);
        var media = fields.text("media", Integer.MAX_VALUE);
        boolean isText = kind.equals("text");
        fields.required(isText ? "body" : "media", isText ? body : media);
        if (body != null && media != null) {
            throw fields.at(
                    isText ? "media" : "body", Fault.CONFLICT, "Does not fit the message's kind.");
        }
        if (media != null) {
            requireBase64(fields, media);
        }
        return new Message(kind, body, media, null, mime(fields));
    }

    private static @Nullable Fields part(Fields record, String name, RecordType.Part part) {
        var fields = record.object(name);
        return switch (part) {
            case REQUIRED -> record.required(name, fields);
            case OPTIONAL -> fields;
            case NONE -> {
                if (fields != null) {
                    throw record.at(name, Fault.CONFLICT, "A record of this type has none.");
                }
                yield null;
            }
        };
    }

    private static void requireBase64(Fields fields, String media) {
        try {
            Base64.getDecoder().decode(media);
        } catch (IllegalArgumentException _) {
            throw fields.at("media", Fault.BAD_TEXT, "Must be base64 of RFC 4648, section 4.");
        }
    }

    private static @Nullable String mime(Fields fields) {
        var mime = fields.text("mime", 140);
        if (mime != null && !MIME.matcher(mime).matches()) {
            throw fields.at("mime", Fault.BAD_TEXT, "Must be a media type.");
        }
        return mime;
    }

    private static @Nullable String purpose(Fields fields) {
        var purpose = fields.text("purpose", 64);
        if (purpose != null && !isPurpose(purpose)) {
            throw fields.at("purpose", Fault.BAD_TEXT, "Must be lower-case letters, digits and _.");
        }
        return purpose;
    }

    /// Reads a consent: its kind alone, or an object.
    public static Consent consent(Fields.Element element) {
        if (element.node().isTextual()) {
            var kind = element.node().textValue();
            if (!CONSENT_KIND.matcher(kind).matches()) {
                throw new ProblemException(
                        Problem.at(
                                Fault.BAD_TEXT,
                                element.pointer(),
                                "Must be upper-case letters, digits, dots and _."));
            }
            return Consent.of(kind);
        }
        var fields = element.object().only(CONSENT);
        var kind = fields.requiredText("kind", 64);
        if (!CONSENT_KIND.matcher(kind).matches()) {
            throw fields.at(
                    "kind", Fault.BAD_TEXT, "Must be upper-case letters, digits, dots and _.");
        }
        return new Consent(
                kind, fields.name("ref", 256), fields.time("given_at"), fields.time("until"));
    }

    private static @Nullable String territory(Fields fields, String name) {
        return fields.oneOf(name, TERRITORIES);
    }

    /// ISO 3166-1 alpha-2, and `?` for a territory that the caller knows to be unknown.
    private static Set<String> territories() {
        var territories = new HashSet<>(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
        territories.add("?");
        return Set.copyOf(territories);
    }
}
