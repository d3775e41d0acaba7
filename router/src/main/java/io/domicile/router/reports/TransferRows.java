// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Audited;
import io.domicile.regions.Audited.Kept;
import io.domicile.regions.Decided;
import io.domicile.router.Json;
import io.domicile.router.register.Attestation;
import io.domicile.router.register.Register;
import io.domicile.router.register.TenantFacts;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The register of transfers: what left the region or was read from abroad, event by event (LAW 4).
/// What was decided is as it was kept then; the tenant's papers are those of the register today.
///
/// @param entries those of the report's time
/// @param tenant whose alone, or all
record TransferRows(Entries entries, Optional<String> tenant, Register register) implements Rows {

    static final List<String> COLUMNS =
            Stream.concat(
                            PLACE.stream(),
                            Stream.of(
                                    "tenant",
                                    "exporter_entity",
                                    "importer_country",
                                    "role",
                                    "record_type",
                                    "labels",
                                    "purpose",
                                    "method",
                                    "mechanism",
                                    "mechanisms_held",
                                    "exemption",
                                    "basis",
                                    "separate_consent",
                                    "notice_version",
                                    "pia_ref",
                                    "tia_ref",
                                    "persons_counted",
                                    "ytd_pi",
                                    "ytd_spi",
                                    "onward_allowed",
                                    "encryption",
                                    "coarsening_m",
                                    "decision_id",
                                    "law"))
                    .toList();

    private static final List<Where> WANTED =
            List.of(
                    Countings.BEGUN.where(),
                    Countings.DELIVERED.where(),
                    Countings.READS_ABROAD.where(),
                    Countings.FOUND_ABROAD.where());

    @Override
    public void each(Consumer<ObjectNode> reader) {
        var residence = entries.residence();
        for (var rest = entries.part(); rest.isPresent(); rest = rest.get().rest()) {
            for (var audited : residence.audited(rest.get(), entries.span())) {
                var entry = Json.of(audited.entry());
                if (isWanted(entry)) {
                    reader.accept(row(audited, entry));
                }
            }
        }
    }

    private boolean isWanted(JsonNode entry) {
        return tenant.map(entry.path("tenant").asText()::equals).orElse(true)
                && WANTED.stream().anyMatch(where -> where.fits(entry));
    }

    private ObjectNode row(Audited audited, JsonNode entry) {
        var row = Rows.row(audited.index(), entry);
        Rows.copy(row, "tenant", entry, "tenant");
        Rows.copy(row, "importer_country", entry, "to");
        Rows.copy(row, "role", entry, "actor");
        Rows.copy(row, "purpose", entry, "purpose");
        Rows.copy(row, "law", entry, "law");
        row.set("labels", labels(entry));
        row.put("method", entry.path("type").asText().equals("transfer") ? "send" : "remote_read");
        needed(entry).ifPresent(need -> row.put("mechanism", need));
        row.put("encryption", entries.residence().suite());
        papers(row, entry);
        if (audited.kept() instanceof Kept.Whole whole && isOf(entry, whole)) {
            row.put("decision_id", whole.mark());
            decided(row, whole.decided());
        }
        return row;
    }

    private static boolean isOf(JsonNode entry, Kept.Whole whole) {
        return entry.path("facts").asText().equals(whole.mark());
    }

    private static ArrayNode labels(JsonNode entry) {
        var labels = JsonNodeFactory.instance.arrayNode();
        for (var label : entry.path("class")) {
            if (label.asText().indexOf(':') < 0) {
                labels.add(label);
            }
        }
        return labels;
    }

    /// The mechanism that the law asked for: it stands with the rules.
    private static Optional<String> needed(JsonNode entry) {
        return StreamSupport.stream(entry.path("rule").spliterator(), false)
                .map(JsonNode::asText)
                .filter(rule -> rule.startsWith("need:"))
                .map(rule -> rule.substring("need:".length()))
                .findFirst();
    }

    private void papers(ObjectNode row, JsonNode entry) {
        var law = entries.residence().region().law();
        register.of(entry.path("tenant").asText())
                .ifPresent(facts -> papers(row, facts, law, entries.residence().today()));
    }

    private static void papers(ObjectNode row, TenantFacts facts, String law, LocalDate today) {
        facts.entityIn(law).ifPresent(entity -> row.put("exporter_entity", entity));
        paper(row, "notice_version", facts.attested("NOTICE.XB", today));
        paper(row, "pia_ref", facts.attested("PIA.CN", today));
        facts.mechanisms().stream()
                .filter(one -> one.id().equals("TIA_OK") && !one.validTo().isBefore(today))
                .flatMap(one -> one.ref().stream())
                .findFirst()
                .ifPresent(ref -> row.put("tia_ref", ref));
    }

    private static void paper(ObjectNode row, String column, Optional<Attestation> attestation) {
        attestation.ifPresent(found -> row.put(column, found.ref()));
    }

    private static void decided(ObjectNode row, Decided decided) {
        var facts = json(decided.facts());
        var answer = json(decided.answer());
        put(row, "record_type", facts.at("/record/type"));
        put(row, "mechanisms_held", facts.path("mech"));
        put(row, "exemption", facts.path("exemption"));
        put(row, "basis", facts.path("basis"));
        put(row, "separate_consent", facts.path("sep_consent"));
        put(row, "ytd_pi", facts.at("/volume/pi_ytd"));
        put(row, "ytd_spi", facts.at("/volume/spi_ytd"));
        boolean counted = has(answer, "VOL.COUNT");
        row.put("persons_counted", counted ? facts.path("subjects").size() : 0);
        if (has(answer, "NO_ONWARD.GBA")) {
            row.put("onward_allowed", false);
        }
        if (has(answer, "COARSEN.3KM")) {
            row.put("coarsening_m", 3000);
        }
    }

    private static void put(ObjectNode row, String column, JsonNode value) {
        if (!value.isMissingNode()) {
            row.set(column, value);
        }
    }

    private static boolean has(JsonNode answer, String obligation) {
        for (var one : answer.path("obligations")) {
            if (one.asText().equals(obligation)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a decision is kept that is not JSON", e);
        }
    }
}
