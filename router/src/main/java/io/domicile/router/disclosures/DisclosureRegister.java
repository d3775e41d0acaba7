// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.disclosures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.RecordId;
import io.domicile.regions.Residence;
import io.domicile.regions.SealBroken;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The register of disclosures as reports read it (LAW 4): without subjects, and without what is
/// kept from the reader. Blocks.
public final class DisclosureRegister {

    /// The columns of [#row].
    public static final List<String> COLUMNS =
            List.of(
                    "tenant",
                    "disclosure",
                    "state",
                    "authority",
                    "country",
                    "instrument",
                    "instrument_sha256",
                    "legal_basis",
                    "scope_asked",
                    "scope_given",
                    "store",
                    "decision",
                    "rules",
                    "law",
                    "due",
                    "officers",
                    "tenant_told",
                    "gag_until",
                    "conflict_procedure");

    private static final String LABEL = "disclosure:";
    private static final int PAGE = 100;

    private DisclosureRegister() {}

    /// Adds what the register has of the demand that an audit entry is about: its state alone if it
    /// is not what was entered.
    ///
    /// @return false if there is none, or none that the caller may know of
    public static boolean fill(
            ObjectNode row, Residence residence, JsonNode entry, Caller caller, Instant now) {
        try {
            var found = of(residence, entry).filter(one -> one.isKnownTo(caller, now));
            found.ifPresent(one -> fill(row, one, now));
            return found.isPresent();
        } catch (SealBroken e) {
            COLUMNS.forEach(row::putNull);
            row.put("state", Fault.SEAL_BROKEN.code());
            return true;
        }
    }

    /// Whether an audit entry is about a demand that is gagged, or that is not what was entered:
    /// then the person whose records were disclosed is not told yet.
    public static boolean isGagged(Residence residence, JsonNode entry, Instant now) {
        try {
            return of(residence, entry).filter(one -> one.demand().isGagged(now)).isPresent();
        } catch (SealBroken e) {
            return true;
        }
    }

    /// Whether records of a person were handed over under a gag that is in force.
    public static boolean isGagged(
            Residence residence, String tenant, String subject, Instant now) {
        return all(residence, tenant)
                .filter(found -> found.demand().isGagged(now))
                .filter(found -> found.state() == Case.State.HANDED_OVER)
                .flatMap(found -> residence.subjects(found.disclosure()).stream())
                .flatMap(Optional::stream)
                .anyMatch(subject::equals);
    }

    /// How many of a tenant's demands are in which state now, of those that the caller may know of.
    public static ObjectNode states(
            Residence residence, String tenant, Caller caller, Instant now) {
        var counts = new EnumMap<Case.State, Long>(Case.State.class);
        all(residence, tenant)
                .filter(found -> found.isKnownTo(caller, now))
                .forEach(found -> counts.merge(found.state(), 1L, Long::sum));
        var json = JsonNodeFactory.instance.objectNode();
        for (var state : Case.State.values()) {
            json.put(state.code(), counts.getOrDefault(state, 0L));
        }
        return json;
    }

    /// All demands of a tenant, the latest first, read page by page.
    private static Stream<Case> all(Residence residence, String tenant) {
        return Stream.iterate(
                        residence.disclosures(tenant, Optional.empty(), PAGE),
                        page -> !page.isEmpty(),
                        page ->
                                residence.disclosures(
                                        tenant, Optional.of(page.getLast().id().uuid()), PAGE))
                .flatMap(List::stream)
                .map(found -> Case.of(residence, found));
    }

    private static Optional<Case> of(Residence residence, JsonNode entry) {
        if (!entry.path("type").asText().equals(Demands.TYPE)) {
            return Optional.empty();
        }
        return StreamSupport.stream(entry.path("class").spliterator(), false)
                .map(JsonNode::asText)
                .filter(label -> label.startsWith(LABEL))
                .flatMap(label -> RecordId.parse(label.substring(LABEL.length())).stream())
                .findFirst()
                .flatMap(id -> residence.disclosure(entry.path("tenant").asText(), id.uuid()))
                .map(found -> Case.of(residence, found));
    }

    private static void fill(ObjectNode row, Case found, Instant now) {
        var demand = found.demand();
        row.put("tenant", found.tenant());
        row.put("disclosure", found.id());
        row.put("state", found.state().code());
        row.put("authority", demand.authority().kind() + ": " + demand.authority().name());
        row.put("country", demand.authority().demanding());
        row.put("instrument", demand.instrument().type());
        row.put("instrument_sha256", demand.instrument().sha256());
        row.put("legal_basis", demand.legalBasis());
        row.set("scope_asked", Json.MAPPER.valueToTree(demand.scope()));
        row.set("scope_given", CaseJson.given(found));
        row.put("store", found.residence().region().code());
        row.put("decision", found.law().effect());
        row.set("rules", Json.array(found.law().rules()));
        row.set("law", Json.array(found.law().citations()));
        row.put("due", found.due().map(Instant::toString).orElse(null));
        row.set("officers", CaseJson.officers(found));
        row.put("tenant_told", CaseJson.isTenantTold(found, now));
        var gag = demand.gagUntil();
        row.put("gag_until", gag == null ? null : gag.toString());
        row.set("conflict_procedure", CaseJson.conflict(found));
    }
}
