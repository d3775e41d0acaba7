// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.regions.Opened;
import io.domicile.regions.RecordId;
import io.domicile.router.Digest;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What one region has of a person, as its part of the export says it beside the records: what the
/// law wants a person told (GDPR 15(1), PIPL 45, PDPA 21). For one thread.
final class ExportPart {

    private static final String FORMAT = "domicile/subject-export-part/v1";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The digest of a part stands in a public log, and must not be one that can be guessed.
    private static final int SALT = 32;

    private static final String COVERS =
            "records sealed under the person's own keys; records of other people that name the"
                    + " person by a token of the region are not among them, because nothing leads"
                    + " from a person to them";

    private static final Map<String, List<String>> RIGHTS =
            Map.of(
                    "CN", List.of("PIPL 44", "PIPL 45", "PIPL 46", "PIPL 47", "PIPL 48", "PIPL 50"),
                    "NL",
                            List.of(
                                    "GDPR 15", "GDPR 16", "GDPR 17", "GDPR 18", "GDPR 20",
                                    "GDPR 21", "GDPR 77"),
                    "SG", List.of("PDPA 16", "PDPA 21", "PDPA 22"));

    private final Reading reading;
    private final String subject;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final Set<String> purposes = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private final Set<String> labels = new TreeSet<>();
    private final Set<String> sources = new TreeSet<>();
    private final Map<List<Object>, Long> withheld = new LinkedHashMap<>();
    private final List<ObjectNode> files = new ArrayList<>();
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private Optional<Recipients.Told> told = Optional.empty();
    private Optional<String> next = Optional.empty();
    private Optional<Fault> broken = Optional.empty();
    private long seen;
    private long records;
    private int pages;

    /// @param at when the export began
    ExportPart(Reading reading, String subject, Instant at) {
        this.reading = reading;
        this.subject = subject;
        var salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        json.put("part", FORMAT);
        json.put("region", reading.residence().region().code());
        json.put("controller", reading.caller().tenant());
        json.put("subject", subject);
        json.put("made_at", at.toString());
        json.put("salt", HexFormat.of().formatHex(salt));
    }

    String subject() {
        return subject;
    }

    /// The name of a file of this part.
    String name(String file) {
        return reading.residence().region().code() + "/" + file;
    }

    /// The next pair of files with records, without its ending.
    String file() {
        pages++;
        return "records-%04d".formatted(pages);
    }

    void look() {
        seen++;
    }

    long seen() {
        return seen;
    }

    long records() {
        return records;
    }

    /// The region could not go on.
    void breakOff(Fault fault) {
        broken = broken.or(() -> Optional.of(fault));
    }

    /// There are more records behind this one.
    void breakOff(RecordId id) {
        next = Optional.of(id.toString());
    }

    void told(Recipients.Told recipients) {
        told = Optional.of(recipients);
    }

    /// A record as it is given out.
    ObjectNode give(Reading.Of open, Decision decision) {
        var clear = open.clear();
        var record = open.document().record();
        records++;
        types.add(clear.type());
        labels.addAll(decision.labels());
        Optional.ofNullable(record.get("purpose")).ifPresent(it -> purposes.add(it.asText()));
        sources.add(source(open));
        first = earlier(first, clear);
        last = later(last, clear);
        var given = JsonNodeFactory.instance.objectNode();
        given.put("id", clear.id().toString());
        given.put("type", clear.type());
        given.put("occurred_at", clear.occurredAt().toString());
        given.put("expires_at", clear.expiresAt().toString());
        given.set("categories", Json.array(decision.labels()));
        given.set("record", record);
        return given;
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Opened.Clear clear) {
        return one.filter(clear.expiresAt()::isAfter).or(() -> Optional.of(clear.expiresAt()));
    }

    private static Optional<Instant> later(Optional<Instant> one, Opened.Clear clear) {
        return one.filter(clear.expiresAt()::isBefore).or(() -> Optional.of(clear.expiresAt()));
    }

    /// From whom it comes: the person, or somebody who wrote to it, and from where.
    private static String source(Reading.Of open) {
        var record = open.document().record();
        var role = open.document().holder().path("role").asText();
        boolean others = role.equals("recipient") || role.equals("member");
        return String.join(
                " ",
                others ? "sent_by_others" : "given_by_person",
                "collect:" + record.path("collect").asText("?"),
                "via:" + record.path("via").asText("?"));
    }

    /// A record that is not given out, whatever the law says of it.
    void withhold(String reason) {
        withheld.merge(List.of(reason, List.of(), List.of(), ""), 1L, Long::sum);
    }

    /// A record that is not given out.
    void withhold(String reason, Decision decision) {
        var why =
                List.<Object>of(
                        reason, decision.rules(), decision.citations(), decision.need().orElse(""));
        withheld.merge(why, 1L, Long::sum);
    }

    /// A file of this part.
    void written(String name, byte[] content, int count) {
        files.add(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", name)
                        .put("records", count)
                        .put("sha256", Digest.sha256(content).substring("sha256:".length())));
    }

    /// `complete`, or `partial` if more is there than was given out.
    String state() {
        return broken.isPresent() || next.isPresent() ? "partial" : "complete";
    }

    /// All of it.
    ObjectNode json() {
        json.put("state", state());
        broken.ifPresent(fault -> json.put("reason", fault.code()));
        next.ifPresent(id -> json.put("next", id));
        json.put("records", records);
        json.put("covers", COVERS);
        json.set("purposes", Json.array(purposes));
        json.set("types", Json.array(types));
        json.set("categories", Json.array(labels));
        json.set("sources", Json.array(sources));
        var retention = json.putObject("retention");
        first.ifPresent(end -> retention.put("first_end", end.toString()));
        last.ifPresent(end -> retention.put("last_end", end.toString()));
        told.ifPresent(found -> json.set("recipients", found.json()));
        json.put("automated_decisions", "none by this gateway");
        json.set(
                "rights",
                Json.array(RIGHTS.getOrDefault(reading.residence().region().law(), List.of())));
        var held = json.putArray("withheld");
        withheld.forEach((why, count) -> held.add(withheld(why, count)));
        var listed = json.putArray("files");
        files.forEach(listed::add);
        return json;
    }

    private static ObjectNode withheld(List<Object> why, long count) {
        var one = JsonNodeFactory.instance.objectNode();
        one.put("reason", String.valueOf(why.getFirst())).put("records", count);
        one.set("rules", Json.MAPPER.valueToTree(why.get(1)));
        one.set("citations", Json.MAPPER.valueToTree(why.get(2)));
        Stream.of(why.get(3))
                .map(String::valueOf)
                .filter(need -> !need.isEmpty())
                .forEach(need -> one.put("need", need));
        return one;
    }

    @Override
    public String toString() {
        return "ExportPart";
    }
}
