// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.router.Json;
import io.domicile.router.duties.Duty;
import io.domicile.router.duties.Obligor;
import io.domicile.router.intake.Submission.Consent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What is sealed: the record, the facts that it was decided on, so that a later reading is decided
/// on the same facts, and the proofs of what the law asked of caller and tenant.
///
/// @param record the record as it is kept: a coarse position on the grid, and other people by the
///   tokens of [io.domicile.regions.Residence#token]; only the holder stands there by id
/// @param place the holder's among the record's subjects
/// @param facts the facts of the query `store`
/// @param duties `{obligation, by, ref?, consents?}` for each obligation that caller or tenant met,
///   and for those of the gateway that bind later readings
public record SealedDocument(ObjectNode record, int place, ObjectNode facts, ArrayNode duties) {

    /// The copy serves its delivery and nothing else (GDPR 49).
    private static final String DELIVERY_ALONE = "NO_ANALYTICS";

    private static final Set<String> OF_DELIVERY =
            Set.of("deliver_message", "live_share", "support", "emergency");

    /// Writes what is sealed.
    ///
    /// @param place the holder's among the submission's subjects
    /// @param duties the obligations that were met; the proofs of callers' and tenants' are kept
    /// @param consents the consents in force
    static Bytes of(
            Submission submission,
            int place,
            JsonNode facts,
            List<Duty> duties,
            List<Consent> consents) {
        var document = JsonNodeFactory.instance.objectNode();
        document.set("record", Json.MAPPER.valueToTree(submission));
        document.put("holder", place);
        document.set("facts", facts);
        var proofs = document.putArray("duties");
        for (var duty : duties) {
            if (duty.by() != Obligor.GATEWAY || duty.obligation().equals(DELIVERY_ALONE)) {
                proofs.add(proof(duty, consents));
            }
        }
        return Bytes.of(document.toString());
    }

    private static ObjectNode proof(Duty duty, List<Consent> consents) {
        var proof = JsonNodeFactory.instance.objectNode();
        proof.put("obligation", duty.obligation()).put("by", duty.by().code());
        duty.attestation().ifPresent(word -> proof.put("ref", word.ref()));
        var given = consents.stream().filter(c -> c.kind().equals(duty.obligation())).toList();
        if (!given.isEmpty()) {
            proof.set("consents", Json.MAPPER.valueToTree(given));
        }
        return proof;
    }

    /// Reads the clear text of a record.
    public static SealedDocument read(Bytes content) {
        try {
            var document = Json.MAPPER.readTree(content.toArray());
            return new SealedDocument(
                    (ObjectNode) document.required("record"),
                    document.required("holder").intValue(),
                    (ObjectNode) document.required("facts"),
                    (ArrayNode) document.required("duties"));
        } catch (IOException e) {
            throw new UncheckedIOException("sealed content is not ours", e);
        }
    }

    /// The person under whose key the record is sealed.
    public JsonNode holder() {
        return record.path("subjects").path(place);
    }

    /// The obligation that keeps the record from being used for a purpose.
    public Optional<String> bars(String purpose) {
        return StreamSupport.stream(duties.spliterator(), false)
                .map(duty -> duty.path("obligation").asText())
                .filter(DELIVERY_ALONE::equals)
                .filter(_ -> !OF_DELIVERY.contains(purpose))
                .findFirst();
    }

    /// The ids of all persons that the record is about, as they stand in it.
    public Set<String> persons() {
        return StreamSupport.stream(record.path("subjects").spliterator(), false)
                .map(subject -> subject.path("id").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The document as it is sealed.
    public Bytes content() {
        var document = JsonNodeFactory.instance.objectNode();
        document.set("record", record);
        document.put("holder", place);
        document.set("facts", facts);
        document.set("duties", duties);
        return Bytes.of(document.toString());
    }

    @Override
    public String toString() {
        return "SealedDocument";
    }
}
