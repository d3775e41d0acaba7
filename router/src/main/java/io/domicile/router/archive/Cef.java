// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Writes entries as lines of the Common Event Format, version 0.
final class Cef {

    private Cef() {}

    static String of(Line line) {
        boolean fine = line.text("res").equals("ok");
        var code = line.text("type") + "." + line.text("act");
        return "CEF:0|Domicile|audit|1|%s|%s|%d|%s\n"
                .formatted(
                        header(code),
                        header(line.text("type") + " " + line.text("act")),
                        fine ? 1 : 4,
                        extension(line));
    }

    private static String extension(Line line) {
        var values = new LinkedHashMap<String, String>();
        values.put("rt", Long.toString(Ocsf.millis(line)));
        values.put("externalId", line.text("id"));
        values.put("act", line.text("act"));
        values.put("outcome", line.text("res"));
        values.put("suser", line.text("actor"));
        values.put("cn1Label", "logIndex");
        values.put("cn1", Long.toString(line.index()));
        put(values, 1, "leafHash", line.leaf().toString());
        put(values, 2, "tenant", line.text("tenant"));
        put(values, 3, "rule", joined(line.json().path("rule")));
        put(values, 4, "law", joined(line.json().path("law")));
        put(values, 5, "policy", line.text("policy"));
        put(values, 6, "class", joined(line.json().path("class")));
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value(value.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static void put(Map<String, String> values, int number, String label, String value) {
        if (!value.isEmpty()) {
            values.put("cs" + number + "Label", label);
            values.put("cs" + number, value);
        }
    }

    private static String joined(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
    }

    private static String header(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\r\n]", " ");
    }

    private static String value(String text) {
        return text.replace("\\", "\\\\").replace("=", "\\=").replaceAll("\r\n?|\n", "\\\\n");
    }
}
