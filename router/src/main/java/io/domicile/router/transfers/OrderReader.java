// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import io.domicile.regions.Bytes;
import io.domicile.regions.Once;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Transfer;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.erasures.ErasureLaw;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.SubmissionReader;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the body of `POST /v1/transfers`.
@Singleton
final class OrderReader {

    private static final Set<String> NAMES =
            Set.of(
                    "record",
                    "subject",
                    "from",
                    "to",
                    "mode",
                    "purpose",
                    "user_initiated",
                    "exemption",
                    "basis",
                    "consents");

    /// Those of the policies that a transfer between regions can claim.
    private static final Set<String> EXEMPTIONS =
            Set.of("contract", "emergency", "ftz", "hr", "overseas_origin", "statutory");

    private static final Set<String> BASES = Set.of("consent", "contract");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
    private static final int LONGEST_ID = 256;

    private final Residences residences;
    private final ErasureLaw erasureLaw;

    OrderReader(Residences residences, ErasureLaw erasureLaw) {
        this.residences = residences;
        this.erasureLaw = erasureLaw;
    }

    /// An order as it was sent.
    ///
    /// @param from the region that keeps what is to go; empty if the record's id is none of ours
    record Sent(Optional<Residence> from, Transfer.Order order, Asking asking) {

        @Override
        public String toString() {
            return "Sent";
        }
    }

    /// Reads an order.
    ///
    /// @param key the header `Idempotency-Key`
    /// @throws ProblemException with status 400 for what is not one JSON object, 422 with the
    ///   pointer of a field that is not as documented
    Sent read(Caller caller, byte[] body, @Nullable String key) {
        var fields = Fields.of(StrictJson.read(body)).only(NAMES);
        var to = region(fields, "to");
        var asking =
                new Asking(
                        caller.role(),
                        purpose(fields),
                        fields.bool("user_initiated"),
                        fields.oneOf("exemption", EXEMPTIONS),
                        fields.oneOf("basis", BASES),
                        consents(fields),
                        null);
        var mode = mode(fields);
        var subject = fields.name("subject", LONGEST_ID);
        var once = once(key, body);
        if (subject == null) {
            return record(caller, fields, to, mode, asking, once);
        }
        if (fields.has("record")) {
            throw fields.at("record", Fault.CONFLICT, "Name a record or a subject, not both.");
        }
        if (mode == Transfer.Mode.COPY) {
            throw fields.at("mode", Fault.CONFLICT, "A subject's home can only move.");
        }
        var from = region(fields, "from");
        var what = new Transfer.What.Home(subject);
        return sent(fields, caller, Optional.of(from), to, mode, what, asking, once);
    }

    private Sent record(
            Caller caller,
            Fields fields,
            Residence to,
            Transfer.Mode mode,
            Asking asking,
            Optional<Once> once) {
        if (fields.has("from")) {
            throw fields.at("from", Fault.CONFLICT, "A record's id names its region.");
        }
        var id = RecordId.parse(fields.requiredText("record", LONGEST_ID));
        var from = id.flatMap(record -> ours(record.region().code()));
        var what = new Transfer.What.One(id.map(RecordId::uuid).orElse(NOBODYS));
        return sent(fields, caller, from, to, mode, what, asking, once);
    }

    private static final UUID NOBODYS = new UUID(0, 0);

    private Sent sent(
            Fields fields,
            Caller caller,
            Optional<Residence> from,
            Residence to,
            Transfer.Mode mode,
            Transfer.What what,
            Asking asking,
            Optional<Once> once) {
        if (from.filter(to::equals).isPresent()) {
            throw fields.at("to", Fault.CONFLICT, "It is in that region already.");
        }
        var by =
                asking.by(
                        from.flatMap(home ->
                                caller.credential()
                                        .map(one -> home.pseudonym(caller.tenant(), one))));
        var order =
                new Transfer.Order(
                        caller.tenant(),
                        to.region(),
                        mode,
                        what,
                        by.text(),
                        // At the end of a subject's move its keys are destroyed, as at an erasure.
                        what instanceof Transfer.What.Home
                                ? from.flatMap(home -> erasureLaw.keepLog(home.region()))
                                : Optional.empty(),
                        once);
        return new Sent(from, order, by);
    }

    private static Transfer.Mode mode(Fields fields) {
        var mode = fields.required("mode", fields.oneOf("mode", Set.of("move", "copy")));
        return mode.equals("move") ? Transfer.Mode.MOVE : Transfer.Mode.COPY;
    }

    private static String purpose(Fields fields) {
        var purpose = fields.requiredText("purpose", LONGEST_ID);
        if (!SubmissionReader.isPurpose(purpose)) {
            throw fields.at(
                    "purpose", Fault.UNKNOWN_VALUE, "Takes lower-case letters, digits and _.");
        }
        return purpose;
    }

    private static Set<String> consents(Fields fields) {
        var now = Instant.now();
        return fields.list("consents", SubmissionReader::consent).stream()
                .filter(consent -> consent.holdsAt(now))
                .map(Consent::kind)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Residence region(Fields fields, String name) {
        return ours(fields.requiredText(name, 2))
                .orElseThrow(() ->
                        fields.at(
                                name,
                                Fault.UNKNOWN_VALUE,
                                "Must be the code of a region of this gateway."));
    }

    private Optional<Residence> ours(String code) {
        return residences.all().stream()
                .filter(residence -> residence.region().code().equals(code))
                .findFirst();
    }

    private static Optional<Once> once(@Nullable String key, byte[] body) {
        if (key == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(
                    Fault.BAD_HEADER, "Idempotency-Key takes 1 to 128 visible ASCII characters.");
        }
        return Optional.of(new Once("transfers:" + key, Bytes.of(body), 0, _ -> Bytes.of("")));
    }
}
