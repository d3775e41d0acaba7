// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.statements;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Reads;
import io.domicile.router.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/// What a region's log says of a person in a time, as a file: `docs/statements.md` has its members
/// and how anybody checks it.
///
/// @param text the file
/// @param salt what its commitment to the person is salted with, 32 bytes
/// @param reads what it states
record Statement(String text, Bytes salt, Reads reads) {

    private static final byte[] LABEL =
            "domicile/statement/v1\0".getBytes(StandardCharsets.US_ASCII);

    private static final String COVERS =
            "only entries under the person's keys that still exist; what was done under keys that"
                    + " were destroyed or are restricted is among the entries and not among the"
                    + " matches";

    /// @param margin how many seconds around the time the entries were looked at
    static Statement of(
            Reads reads, Bytes salt, Instant from, Instant to, Instant now, long margin) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("statement", "domicile/statement/v1");
        json.put("log", reads.log());
        json.put("subject", commitment(reads, salt));
        json.put("keys", reads.keys().size());
        json.put("covers", COVERS);
        json.put("from", from.toString());
        json.put("to", to.toString());
        json.put("margin_s", margin);
        json.put("made_at", now.toString());
        json.put("first", reads.first());
        json.put("last", reads.last());
        json.put("entries", Math.max(0, reads.last() - reads.first() + 1));
        var within =
                reads.matches().stream().filter(match -> isIn(match.time(), from, to)).toList();
        var matches = json.putArray("matches");
        within.forEach(match -> matches.add(json(match)));
        json.put("reads", within.stream().filter(Reads.Match::isRead).count());
        json.put("checkpoint", reads.checkpoint());
        return new Statement(json.toString(), salt, reads);
    }

    /// Its name in the log.
    String digest() {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isIn(Instant time, Instant from, Instant to) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    private static ObjectNode json(Reads.Match match) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("index", match.index())
                .put("t", match.time().toString())
                .put("type", match.type())
                .put("act", match.act());
    }

    /// `SHA-256("domicile/statement/v1" || 0x00 || salt || keys)`.
    private static String commitment(Reads reads, Bytes salt) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(LABEL);
        all.writeBytes(salt.toArray());
        reads.keys().forEach(key -> all.writeBytes(key.toArray()));
        return Digest.sha256(all.toByteArray());
    }

    /// What the person, or who acts for it, hands to a third party so that it can check.
    ObjectNode disclosure() {
        var hex = HexFormat.of();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("salt", hex.formatHex(salt.toArray()));
        var keys = json.putArray("keys");
        reads.keys().forEach(key -> keys.add(hex.formatHex(key.toArray())));
        return json;
    }

    @Override
    public String toString() {
        return "Statement";
    }
}
