// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import io.domicile.policies.RegionId;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residences;
import io.domicile.regions.Term;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.StrictJson;
import io.domicile.router.intake.SubmissionReader;
import io.domicile.router.search.SearchTerms;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what is to be looked for.
@Singleton
final class SearchReader {

    private static final Set<String> SEARCH =
            Set.of("field", "value", "near", "region", "limit", "after");
    private static final Set<String> NEAR = Set.of("lat", "lon", "crs");

    private final SearchTerms terms;
    private final Residences residences;

    SearchReader(SearchTerms terms, Residences residences) {
        this.terms = terms;
        this.residences = residences;
    }

    /// Reads the body of `POST /v1/searches`.
    ///
    /// @throws ProblemException with status 400 or 422 and the member's pointer
    Search read(String tenant, byte[] body, Grounds grounds) {
        var fields = Fields.of(StrictJson.read(body)).only(SEARCH);
        var field = fields.requiredText("field", 64);
        if (!terms.isSearched(tenant, field)) {
            throw fields.at(
                    "field", Fault.UNKNOWN_VALUE, "Nothing of this tenant is found by this field.");
        }
        var limit = fields.integer("limit", 1, Search.MOST);
        return new Search(
                field,
                values(tenant, field, fields),
                Optional.ofNullable(fields.oneOf("region", codes())).map(RegionId::of),
                limit == null ? Search.USUAL : limit,
                after(fields.text("after", 64)),
                grounds);
    }

    /// What `GET /v1/subjects/{id}/records` asks for.
    ///
    /// @throws ProblemException with status 422
    Search ofSubject(
            String subject,
            @Nullable String region,
            @Nullable String limit,
            @Nullable String after,
            Grounds grounds) {
        if (region != null && !codes().contains(region)) {
            throw new ProblemException(
                    Fault.UNKNOWN_VALUE, "The parameter region is the code of a region.");
        }
        if (limit != null && !limit.matches("[1-9][0-9]?|100")) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "The parameter limit is between 1 and 100.");
        }
        return new Search(
                Term.SUBJECT,
                List.of(subject),
                Optional.ofNullable(region).map(RegionId::of),
                limit == null ? Search.USUAL : Integer.parseInt(limit),
                after(after),
                grounds);
    }

    private List<String> values(String tenant, String field, Fields fields) {
        if (field.equals(SearchTerms.GEO)) {
            if (fields.has("value")) {
                throw fields.at("value", Fault.CONFLICT, "A position is looked for by near.");
            }
            var near = fields.required("near", fields.object("near")).only(NEAR);
            var crs = near.oneOf("crs", SubmissionReader.CRS);
            return terms.near(
                    tenant,
                    near.requiredNumber("lat", -90, 90),
                    near.requiredNumber("lon", -180, 180),
                    crs == null ? "WGS84" : crs);
        }
        if (fields.has("near")) {
            throw fields.at("near", Fault.CONFLICT, "Only a position is looked for by near.");
        }
        var value = fields.required("value", fields.text("value", SearchTerms.LONGEST_VALUE));
        boolean own = field.equals(Term.SUBJECT) || field.equals(Term.SESSION);
        return List.of(own ? value : SearchTerms.normalised(value));
    }

    private static Optional<RecordId> after(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var id = RecordId.parse(text);
        if (id.isEmpty()) {
            throw new ProblemException(
                    Problem.at(Fault.BAD_TEXT, "/after", "Must be the next of an answer."));
        }
        return id;
    }

    private Set<String> codes() {
        return residences.all().stream()
                .map(own -> own.region().code())
                .collect(Collectors.toUnmodifiableSet());
    }
}
