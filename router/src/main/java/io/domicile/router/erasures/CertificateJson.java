// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.erasures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Erasure;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Residence;
import io.domicile.router.Json;
import io.domicile.router.erasures.Erasures.Done;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Writes erasure certificates (LAW 4). They name the subject nowhere.
final class CertificateJson {

    private static final HexFormat HEX = HexFormat.of();

    private CertificateJson() {}

    /// A certificate.
    ///
    /// @param salt of the commitment to the subject; only ever told to the caller who erased
    /// @param placed the audit entries that checkpoints cover, by their ids
    static ObjectNode of(
            String tenant,
            List<Done> regions,
            Optional<Bytes> salt,
            Map<UUID, PlacedEntry> placed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("outcome", "erased");
        json.put("tenant", tenant);
        var first = regions.getFirst().erasure();
        json.put("certificate", first.certificate().toString());
        var subject = json.putObject("subject");
        subject.put("commitment", HEX.formatHex(first.commitment().toArray()));
        salt.ifPresent(bytes -> subject.put("salt", HEX.formatHex(bytes.toArray())));
        json.set("regions", regions(regions, placed));
        return json;
    }

    /// What was done in each region.
    static ArrayNode regions(List<Done> regions, Map<UUID, PlacedEntry> placed) {
        var json = JsonNodeFactory.instance.arrayNode();
        for (var done : regions) {
            var entry = Optional.ofNullable(placed.get(done.erasure().entry()));
            json.add(region(done.residence(), done.erasure(), entry));
        }
        return json;
    }

    private static ObjectNode region(
            Residence residence, Erasure erasure, Optional<PlacedEntry> placed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", erasure.region().code());
        json.set(
                "keys_destroyed", Json.array(erasure.keys().stream().map(UUID::toString).toList()));
        json.put("records", erasure.records());
        var kinds = json.putObject("kinds");
        erasure.kinds().forEach(kinds::put);
        json.put("at", erasure.at().toString());
        json.set("key_proof", keyProof(residence, erasure));
        json.set("residual", residual(erasure));
        json.set("recipients", recipients(erasure));
        json.set("rules", Json.array(erasure.rules()));
        json.set("law", Json.array(erasure.law()));
        json.set("audit", audit(erasure, placed));
        return json;
    }

    /// What can be said of the destroyed keys: which KEKs they were wrapped with, what holds these,
    /// and whether the pages that the wrapped keys were in are cleared.
    private static ObjectNode keyProof(Residence residence, Erasure erasure) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("holder", residence.keyHolder());
        json.put("certified", residence.hasCertifiedKeys());
        json.set("keks", Json.array(erasure.keks()));
        erasure.vacuumed().ifPresent(time -> json.put("vacuumed_at", time.toString()));
        return json;
    }

    private static ArrayNode residual(Erasure erasure) {
        var json = JsonNodeFactory.instance.arrayNode();
        erasure.logUntil()
                .ifPresent(until ->
                        json.addObject()
                                .put("what", "network_log")
                                .put("until", until.toString())
                                .set("law", Json.array(erasure.law())));
        return json;
    }

    /// Who took data of the subject out of the region and is to be told (GDPR 19). The gateway
    /// tells nobody.
    private static ArrayNode recipients(Erasure erasure) {
        var json = JsonNodeFactory.instance.arrayNode();
        for (var export : erasure.exports()) {
            var parts = export.split("/", 3);
            json.addObject()
                    .put("kind", "export")
                    .put("year", Integer.parseInt(parts[0]))
                    .put("sensitive", parts[1].equals("SPI"))
                    .put("entity", parts[2])
                    .put("told", false);
        }
        return json;
    }

    private static ObjectNode audit(Erasure erasure, Optional<PlacedEntry> placed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("log", erasure.log()).put("entry", erasure.entry().toString());
        placed.ifPresent(found -> {
            json.put("index", found.proof().inclusion().index());
            json.put("data", new String(found.entry().toArray(), StandardCharsets.UTF_8));
            json.put("proof", found.proof().text());
        });
        return json;
    }
}
