// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import io.domicile.router.Tenants;
import io.domicile.router.classify.Bucket;
import io.domicile.router.classify.Datum;
import io.domicile.router.classify.Flag;
import io.domicile.router.classify.Place;
import io.domicile.router.classify.Territories;
import io.domicile.router.config.TenantConfig;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the facts that the law is asked about out of a submission, the gateway's register and the
/// map: attributes by the names of LAW 2.0, never an id, a body, a label or a coordinate.
@Singleton
final class Facts {

    private static final ObjectWriter CANONICAL =
            Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final Tenants tenants;
    private final Territories territories;
    private final Clock clock;

    Facts(Tenants tenants, Territories territories, Clock clock) {
        this.tenants = tenants;
        this.territories = territories;
        this.clock = clock;
    }

    /// The facts for the query `store`. What is not known is not there.
    ObjectNode of(String tenant, Submission submission) {
        var facts = JsonNodeFactory.instance.objectNode();
        facts.set("record", record(submission));
        var subjects = facts.putArray("subjects");
        submission.subjects().forEach(subject -> subjects.add(subject(subject)));
        put(facts, "collect", submission.collect());
        put(facts, "place", place(submission));
        put(facts, "via", submission.via());
        put(facts, "purpose", submission.purpose());
        facts.put("ingress", tenants.ingress());
        tenants.of(tenant)
                .ifPresent(known -> facts.set("tenant", tenant(known, submission.collect())));
        var consents = consents(submission.consents());
        if (!consents.isEmpty()) {
            facts.set("consents", Json.array(consents));
        }
        return facts;
    }

    /// `sha256:` and the hex digest of the facts, members sorted.
    static String digest(JsonNode facts) {
        try {
            var sorted = CANONICAL.writeValueAsBytes(Json.MAPPER.treeToValue(facts, Map.class));
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sorted));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("facts cannot be digested", e);
        }
    }

    private static ObjectNode record(Submission submission) {
        var record = JsonNodeFactory.instance.objectNode();
        record.put("type", submission.type());
        var position = submission.location();
        if (position != null) {
            put(record, "crs", position.crs());
            if (position.precision() != null) {
                record.set("precision_m", Json.number(position.precision()));
            }
        }
        if (submission.continuous()) {
            record.put("continuous", true);
        }
        return record;
    }

    private static ObjectNode subject(Subject subject) {
        var json = JsonNodeFactory.instance.objectNode();
        put(json, "role", subject.role());
        put(json, "home", subject.home());
        if (subject.age() != null) {
            json.put("age", subject.age());
        }
        if (subject.guardian() != null) {
            json.put("guardian", subject.guardian());
        }
        return json;
    }

    /// The territory of the coordinate; `?` where the map leaves it open. Near a border that
    /// matters, the declared territory decides if it is one of the candidates.
    private @Nullable String place(Submission submission) {
        var position = submission.location();
        if (position == null) {
            return null;
        }
        var place = locate(position);
        if (place.flags().contains(Flag.INVALID_FIX)) {
            return "?";
        }
        if (!territories.bucketsDiffer(place)) {
            return place.territory();
        }
        var collect = submission.collect();
        return collect != null && place.candidates().contains(collect) ? collect : "?";
    }

    private Place locate(Position position) {
        var datum =
                Optional.ofNullable(position.crs()).map(Datum::valueOf).orElse(Datum.UNKNOWN);
        double accuracy = position.precision() == null ? Double.NaN : position.precision();
        return territories.locate(position.lat(), position.lon(), datum, accuracy);
    }

    private ObjectNode tenant(TenantConfig tenant, @Nullable String collect) {
        var json = JsonNodeFactory.instance.objectNode();
        establishment(tenant.establishments().orElse(List.of()), collect)
                .ifPresent(territory -> json.put("est", territory));
        if (tenant.ciio()) {
            json.put("ciio", true);
        }
        tenant.mlps().ifPresent(level -> json.put("mlps", level));
        if (tenant.surveyQualified()) {
            json.put("survey", true);
        }
        return json;
    }

    /// The establishment whose activities the record belongs to: the one in the territory of
    /// collection, where the EEA counts as one, else the main one.
    private Optional<String> establishment(List<String> establishments, @Nullable String collect) {
        return establishments.stream()
                .filter(established -> sameTerritory(established, collect))
                .findFirst()
                .or(() -> establishments.stream().findFirst());
    }

    private boolean sameTerritory(String established, @Nullable String collect) {
        return established.equals(collect)
                || collect != null && inEea(established) && inEea(collect);
    }

    private boolean inEea(String territory) {
        var bucket = territories.bucketOf(territory);
        return bucket == Bucket.EU || bucket == Bucket.EEA;
    }

    private List<String> consents(Collection<Consent> consents) {
        Instant now = clock.instant();
        return consents.stream()
                .filter(consent -> consent.until() == null || consent.until().isAfter(now))
                .map(Consent::kind)
                .distinct()
                .sorted()
                .toList();
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
