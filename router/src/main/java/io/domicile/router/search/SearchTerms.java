// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.regions.Term;
import io.domicile.router.Tenants;
import io.domicile.router.config.SearchConfig;
import io.domicile.router.config.TenantConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// What the records of a tenant are found by, as its settings declare.
@Singleton
public final class SearchTerms {

    /// The cell of a record's position, where the tenant has opted in.
    public static final String GEO = "geo";

    /// The number that stands for a record where only numbers fit; nobody searches by it.
    public static final String NUMBER = "number";

    /// The text that stands for a record where only a text of its form fits; nobody searches by it.
    public static final String FORMAT = "format";

    /// UTF-16 units of a value.
    public static final int LONGEST_VALUE = 256;

    private static final int MOST_FIELDS = 8;
    private static final int COARSEST = 3;
    private static final int FINEST = 5;
    private static final Set<String> OWN = Set.of(Term.SUBJECT, Term.SESSION, GEO, NUMBER, FORMAT);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /// Texts of a record that are neither body, media, person nor position.
    private static final Pattern POINTER =
            Pattern.compile(
                    "/(collect|via|purpose|location/label|message/(mime|reference)"
                            + "|consents/[0-9]/(kind|ref))");

    private final Tenants tenants;

    SearchTerms(Tenants tenants) {
        this.tenants = tenants;
    }

    void check(@Observes StartupEvent start) {
        requireSearchable(tenants.all());
    }

    /// Refuses settings that would put into the index what must not be there.
    ///
    /// @throws ConfigurationException naming the property
    static void requireSearchable(Map<String, TenantConfig> tenants) {
        tenants.forEach((tenant, config) -> {
            var property = "domicile.tenants." + tenant + ".search.";
            var search = config.search();
            if (search.fields().size() > MOST_FIELDS) {
                throw new ConfigurationException(property + "fields: at most " + MOST_FIELDS);
            }
            search.fields()
                    .forEach((name, pointer) -> {
                        if (!NAME.matcher(name).matches() || OWN.contains(name)) {
                            throw new ConfigurationException(
                                    property
                                            + "fields: a name has lower-case letters, digits and _, and"
                                            + " is none of the gateway's own");
                        }
                        if (!POINTER.matcher(pointer).matches()) {
                            throw new ConfigurationException(
                                    property
                                            + "fields."
                                            + name
                                            + " cannot be searched: docs/search.md");
                        }
                    });
            var level = search.geoCell();
            if (level.isPresent() && (level.getAsInt() < COARSEST || level.getAsInt() > FINEST)) {
                throw new ConfigurationException(property + "geo-cell is from 3 to 5");
            }
        });
    }

    /// What a record is found by.
    ///
    /// @param record the record as it is kept, made only where it is needed
    public List<Term> of(String tenant, Supplier<JsonNode> record) {
        var search = tenants.of(tenant).map(TenantConfig::search);
        return search.isEmpty()
                        || (search.get().fields().isEmpty() && search.get().geoCell().isEmpty())
                ? List.of()
                : terms(search.get(), record.get());
    }

    /// Whether a tenant's records are found by a field.
    public boolean isSearched(String tenant, String field) {
        var search = tenants.of(tenant).map(TenantConfig::search);
        return switch (field) {
            case Term.SUBJECT, Term.SESSION -> true;
            case GEO -> search.filter(it -> it.geoCell().isPresent()).isPresent();
            default -> search.filter(it -> it.fields().containsKey(field)).isPresent();
        };
    }

    /// The names of the cells in which the tenant's records near a position are.
    ///
    /// @throws java.util.NoSuchElementException if the tenant's are not found so
    public List<String> near(String tenant, double lat, double lon, String crs) {
        int level = tenants.of(tenant).orElseThrow().search().geoCell().orElseThrow();
        return GeoCell.of(level, crs, lat, lon).around().stream().map(GeoCell::name).toList();
    }

    /// A value as it is compared: Unicode NFC without white space around it.
    public static String normalised(String value) {
        return Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
    }

    private static List<Term> terms(SearchConfig search, JsonNode record) {
        var terms = new ArrayList<Term>();
        search.fields()
                .forEach((name, pointer) ->
                        value(record.at(pointer))
                                .ifPresent(value -> terms.add(new Term(name, value))));
        if (search.geoCell().isPresent()) {
            cell(search.geoCell().getAsInt(), record.path("location"))
                    .ifPresent(cell -> terms.add(new Term(GEO, cell.name())));
        }
        return terms;
    }

    private static Optional<String> value(JsonNode node) {
        return node.isTextual()
                ? Optional.of(normalised(node.textValue()))
                        .filter(value -> !value.isEmpty() && value.length() <= LONGEST_VALUE)
                : Optional.empty();
    }

    private static Optional<GeoCell> cell(int level, JsonNode location) {
        return location.path("crs").isTextual()
                ? Optional.of(
                        GeoCell.of(
                                level,
                                location.path("crs").textValue(),
                                location.path("lat").doubleValue(),
                                location.path("lon").doubleValue()))
                : Optional.empty();
    }
}
