// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.breach;

import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what is reported of a breach.
record SuspicionReader(Clock clock) {

    private static final Set<String> NAMES =
            Set.of(
                    "kek",
                    "credential",
                    "from",
                    "to",
                    "region",
                    "tenant",
                    "among",
                    "pseudonyms",
                    "aware_at",
                    "risk",
                    "significant_harm",
                    "harm_avoided",
                    "unintelligible");

    private static final Set<String> RISKS = Set.of("none", "low", "high");
    private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{16}");
    private static final int LONGEST = 256;
    private static final int MOST = 10_000;

    /// Reads it for a caller: compliance for its own tenant, who runs the gateway for all or one.
    ///
    /// @throws ProblemException with status 400 for what is not one JSON object, 422 with the
    ///   pointer of a field that is not as documented
    Suspicion read(Caller caller, byte[] body) {
        var fields = Fields.of(StrictJson.read(body)).only(NAMES);
        var tenant = tenant(caller, fields);
        var from = Optional.ofNullable(fields.time("from"));
        var to = Optional.ofNullable(fields.time("to"));
        var means = means(fields, tenant, from);
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw fields.at("to", Fault.OUT_OF_RANGE, "It ends before it begins.");
        }
        return new Suspicion(
                means,
                from,
                to,
                Optional.ofNullable(fields.name("region", LONGEST)),
                tenant,
                compliances(caller, fields, "among") ? fields.list("among", this::id) : List.of(),
                most(caller, fields),
                aware(fields),
                new Suspicion.Known(
                        fields.oneOf("risk", RISKS),
                        fields.bool("significant_harm"),
                        fields.bool("harm_avoided"),
                        fields.bool("unintelligible")));
    }

    private static Optional<String> tenant(Caller caller, Fields fields) {
        var asked = Optional.ofNullable(fields.name("tenant", LONGEST));
        if (caller.role().equals(Roles.OPERATOR)) {
            return asked;
        }
        if (asked.isPresent() && !asked.get().equals(caller.tenant())) {
            throw fields.at("tenant", Fault.CONFLICT, "The token is another tenant's.");
        }
        return Optional.of(caller.tenant());
    }

    private static Suspicion.Means means(
            Fields fields, Optional<String> tenant, Optional<Instant> from) {
        if (fields.has("kek") && fields.has("credential")) {
            throw fields.at("credential", Fault.CONFLICT, "Name a KEK or a credential, not both.");
        }
        if (fields.has("kek")) {
            return new Suspicion.Means.Kek(fields.requiredText("kek", LONGEST));
        }
        var credential = fields.object("credential");
        if (credential != null) {
            return credential(credential.only(Set.of("pseudonym", "issuer", "name")), tenant);
        }
        if (from.isEmpty()) {
            throw fields.at("from", Fault.MISSING_FIELD, "Name a KEK, a credential or a time.");
        }
        return new Suspicion.Means.Time();
    }

    private static Suspicion.Means credential(Fields fields, Optional<String> tenant) {
        if (fields.has("pseudonym")) {
            var pseudonym = fields.requiredText("pseudonym", LONGEST);
            if (!PSEUDONYM.matcher(pseudonym).matches()) {
                throw fields.at("pseudonym", Fault.BAD_TEXT, "It is the cred of an entry.");
            }
            return new Suspicion.Means.Entry(pseudonym);
        }
        var issuer = Optional.ofNullable(fields.name("issuer", LONGEST)).orElse("");
        var name = fields.requiredText("name", LONGEST);
        var whose =
                tenant.orElseThrow(() ->
                        new ProblemException(
                                Problem.at(
                                        Fault.MISSING_FIELD,
                                        "/tenant",
                                        "A credential by name is one of a tenant's.")));
        return new Suspicion.Means.Account(whose, Callers.named(issuer, name));
    }

    private static int most(Caller caller, Fields fields) {
        var most = fields.integer("pseudonyms", 0, MOST);
        return most != null && compliances(caller, fields, "pseudonyms") ? most : 0;
    }

    /// Persons are told to their tenant's compliance alone.
    private static boolean compliances(Caller caller, Fields fields, String name) {
        if (fields.has(name) && !caller.role().equals(Roles.COMPLIANCE)) {
            throw fields.at(name, Fault.CONFLICT, "Persons are told to compliance alone.");
        }
        return fields.has(name);
    }

    private String id(Fields.Element element) {
        var text = element.node().textValue();
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            throw new ProblemException(
                    Problem.at(Fault.WRONG_TYPE, element.pointer(), "Must be a subject's id."));
        }
        return text;
    }

    private Instant aware(Fields fields) {
        var now = clock.instant();
        var aware = Optional.ofNullable(fields.time("aware_at")).orElse(now);
        if (aware.isAfter(now)) {
            throw fields.at("aware_at", Fault.OUT_OF_RANGE, "It is a time to come.");
        }
        return aware;
    }
}
