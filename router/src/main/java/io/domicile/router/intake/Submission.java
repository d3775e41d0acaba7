// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record as it came to the door, checked for form; whether the law has what it needs is not
/// known yet.
///
/// Holds personal data, so its text is its type alone.
///
/// @param type record type of LAW 1.1
/// @param subjects the people it is about, at least one
/// @param collect ISO code of the territory of collection, as declared
/// @param via `in_car` or `phone`
/// @param purpose what it is for
/// @param session the session it belongs to
/// @param sessionBound whether it ends with its session
/// @param occurredAt when it happened
/// @param location its position
/// @param message its message
/// @param consents consents that the tenant asserts
/// @param continuous whether its channel reports positions continuously
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Submission(
        String type,
        List<Subject> subjects,
        @Nullable String collect,
        @Nullable String via,
        @Nullable String purpose,
        @Nullable String session,
        @JsonProperty("session_bound") @Nullable Boolean sessionBound,
        @JsonProperty("occurred_at") @Nullable Instant occurredAt,
        @Nullable Position location,
        @Nullable Message message,
        List<Consent> consents,
        @JsonIgnore boolean continuous) {

    public Submission {
        subjects = List.copyOf(subjects);
        consents = List.copyOf(consents);
    }

    /// A person the record is about.
    ///
    /// @param id the tenant's id of the account
    /// @param role part in the record, for instance `author`
    /// @param home ISO code of the account's contractual home
    /// @param age in years
    /// @param guardian whether a guardian consented
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Subject(
            String id,
            @Nullable String role,
            @Nullable String home,
            @Nullable Integer age,
            @Nullable Boolean guardian) {

        /// The same person under another name.
        Subject as(String name) {
            return new Subject(name, role, home, age, guardian);
        }

        /// What others may know.
        private Subject asPeer() {
            return new Subject(id, role, home, null, null);
        }

        /// Whether no address can name the id: clients and servers resolve `.` and `..` away, also
        /// when they are escaped.
        public static boolean isNoPathSegment(String id) {
            return id.equals(".") || id.equals("..");
        }

        @Override
        public String toString() {
            return "Subject";
        }
    }

    /// A position.
    ///
    /// @param lat latitude in degrees
    /// @param lon longitude in degrees
    /// @param crs `WGS84`, `GCJ02`, `CGCS2000` or `BD09`
    /// @param precision accuracy in metres
    /// @param label name of the place
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Position(
            double lat,
            double lon,
            @Nullable String crs,
            @JsonProperty("precision_m") @Nullable Double precision,
            @Nullable String label) {

        @Override
        public String toString() {
            return "Position";
        }
    }

    /// A message: text, or media in base64, or the channel's reference to media.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Message(
            String kind,
            @Nullable String body,
            @Nullable String media,
            @Nullable String reference,
            @Nullable String mime) {

        @Override
        public String toString() {
            return "Message";
        }
    }

    /// A consent that the tenant asserts.
    ///
    /// @param kind for instance `CONSENT.EPRIV`
    /// @param ref the tenant's reference
    /// @param givenAt when it was given
    /// @param until when it ends
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Consent(
            String kind,
            @Nullable String ref,
            @JsonProperty("given_at") @Nullable Instant givenAt,
            @Nullable Instant until) {

        /// How far the clocks of tenants may be ahead of ours.
        private static final Duration SKEW = Duration.ofMinutes(5);

        /// Whether it was given and has not ended.
        public boolean holdsAt(Instant now) {
            return (until == null || until.isAfter(now))
                    && (givenAt == null || !givenAt.isAfter(now.plus(SKEW)));
        }

        /// A consent of which only the kind is known.
        public static Consent of(String kind) {
            return new Consent(kind, null, null, null);
        }
    }

    /// The same record of people and a position that tell less.
    Submission with(List<Subject> people, @Nullable Position position) {
        return new Submission(
                type,
                people,
                collect,
                via,
                purpose,
                session,
                sessionBound,
                occurredAt,
                position,
                message,
                consents,
                continuous);
    }

    /// What one of its people gets of it: neither the sender's session nor what the sender
    /// consented to, and of the others no more than role and home.
    ///
    /// @param kind its type of LAW 1.1 there
    Submission copiedFor(Subject holder, String kind, @Nullable Position position) {
        return new Submission(
                kind,
                subjects.stream().map(one -> one.equals(holder) ? one : one.asPeer()).toList(),
                collect,
                via,
                purpose,
                null,
                null,
                occurredAt,
                position,
                message,
                List.of(),
                continuous);
    }

    /// The consents that are in force.
    List<Consent> consentsAt(Instant now) {
        return consents.stream().filter(consent -> consent.holdsAt(now)).toList();
    }

    /// Whether it says that its session has ended.
    @JsonIgnore
    public boolean isEndOfSession() {
        return session != null && type.equals(RecordType.SESS_LOGOUT.code());
    }

    /// The one person under whose key the record is sealed: the author, else the first.
    @JsonIgnore
    public Subject holder() {
        return subjects.stream()
                .filter(subject -> "author".equals(subject.role()))
                .findFirst()
                .orElseGet(subjects::getFirst);
    }

    @Override
    public String toString() {
        return "Submission[" + type + "]";
    }
}
