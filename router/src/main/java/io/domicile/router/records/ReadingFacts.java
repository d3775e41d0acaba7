// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.Residence;
import io.domicile.router.Json;
import io.domicile.router.duties.CoarseGrid;
import io.domicile.router.intake.SealedDocument;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.register.Register;
import io.domicile.router.register.TenantFacts;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Makes the facts that the law is asked about a reading: what is sealed with the record, the
/// reader, and what the register says of the tenant today.
@Singleton
public final class ReadingFacts {

    private static final String CONSENT_ABROAD = "CONSENT.XB";

    private final Register register;

    ReadingFacts(Register register) {
        this.register = register;
    }

    /// The facts for the query `read`, without counts.
    ///
    /// @param country where the reader is: an ISO code, or `in-region`
    ObjectNode of(
            SealedDocument document,
            String tenant,
            Residence residence,
            Grounds grounds,
            String country) {
        var inForce = consents(document, Instant.now());
        var facts = ofToday(document, tenant, residence, grounds.purpose(), inForce);
        grounds.reader().addTo(facts.putObject("requester").put("country", country));
        return facts;
    }

    /// The same about the record with its position on the grid.
    static ObjectNode coarse(ObjectNode facts) {
        var coarse = facts.deepCopy();
        var record = coarse.withObject("/record");
        record.put("type", "loc.coarse").put("precision_m", (double) CoarseGrid.METRES);
        record.remove("continuous");
        return coarse;
    }

    /// The facts for the query `transfer`, without counts.
    ///
    /// @param to where it is to go
    /// @param agreed kinds of consents that came with the order
    public ObjectNode of(
            SealedDocument document,
            String tenant,
            Residence residence,
            String purpose,
            RegionId to,
            Set<String> agreed) {
        var inForce = new HashSet<>(consents(document, Instant.now()));
        inForce.addAll(agreed);
        var facts = ofToday(document, tenant, residence, purpose, inForce);
        facts.put("dest", to.law());
        return facts;
    }

    private ObjectNode ofToday(
            SealedDocument document,
            String tenant,
            Residence residence,
            String purpose,
            Set<String> inForce) {
        var facts = document.facts().deepCopy();
        facts.put("src", residence.region().law());
        facts.put("purpose", purpose);
        var today = residence.today();
        facts.put("now", today.toString());
        keepConsents(facts, inForce);
        facts.put("sep_consent", agreed(document, inForce));
        register.of(tenant).ifPresent(known -> ofToday(facts, known, today));
        return facts;
    }

    /// Of the consents at the time of storing, those that still hold.
    static void keepConsents(ObjectNode facts, Set<String> inForce) {
        for (var subject : facts.path("subjects")) {
            if (subject.get("consents") instanceof ArrayNode kinds) {
                kinds.removeIf(kind -> !inForce.contains(kind.asText()));
            }
        }
    }

    /// What may have changed since the record was stored, and decides whether it may go abroad.
    private static void ofToday(ObjectNode facts, TenantFacts known, LocalDate today) {
        var tenant =
                facts.get("tenant") instanceof ObjectNode sealed
                        ? sealed
                        : facts.putObject("tenant");
        tenant.put("ciio", known.ciio());
        tenant.put("state_organ", known.stateOrgan());
        tenant.put("cn_gba", known.gba());
        facts.set("mech", Json.MAPPER.valueToTree(known.mechanismsOn(today)));
    }

    /// Whether each person consented separately to go abroad (PIPL 39). Consents that a record
    /// brings are those of its holder; a record about others too has theirs from nobody.
    private static boolean agreed(SealedDocument document, Set<String> inForce) {
        return document.record().path("subjects").size() == 1 && inForce.contains(CONSENT_ABROAD);
    }

    /// The kinds of the record's consents that are in force.
    public static Set<String> consents(SealedDocument document, Instant now) {
        return StreamSupport.stream(document.record().path("consents").spliterator(), false)
                .map(consent -> Json.MAPPER.convertValue(consent, Consent.class))
                .filter(consent -> consent.holdsAt(now))
                .map(Consent::kind)
                .collect(Collectors.toUnmodifiableSet());
    }
}
