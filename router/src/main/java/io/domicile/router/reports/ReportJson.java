// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Writes a report as JSON.
///
/// @param report the report
record ReportJson(Report report) {

    void write(OutputStream out) throws IOException {
        try (var json = Json.MAPPER.getFactory().createGenerator(out)) {
            json.writeStartObject();
            for (var member : report.head().properties()) {
                json.writeFieldName(member.getKey());
                json.writeTree(member.getValue());
            }
            json.writeFieldName("statements");
            json.writeStartArray();
            for (var statement : report.statements()) {
                json.writeTree(statement(statement));
            }
            json.writeEndArray();
            json.writeFieldName("missing");
            json.writeTree(
                    Json.array(
                            report.statements().stream()
                                    .filter(Statement::isMissing)
                                    .map(statement -> statement.field().code())
                                    .toList()));
            json.writeFieldName("figures");
            json.writeStartArray();
            for (var figure : report.figures()) {
                json.writeTree(figure.json(report.log()).put("label", report.label(figure)));
            }
            json.writeEndArray();
            if (report.order().kind().hasRows()) {
                rows(json);
            }
            json.writeEndObject();
        }
    }

    private ObjectNode statement(Statement statement) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", statement.field().code());
        json.put("label", report.label(statement));
        json.set("value", statement.value());
        return json.put("source", statement.field().source().code());
    }

    private void rows(JsonGenerator json) throws IOException {
        json.writeFieldName("columns");
        json.writeStartObject();
        for (var column : report.order().kind().content().columns()) {
            json.writeStringField(column, report.text("column." + column));
        }
        json.writeEndObject();
        json.writeFieldName("rows");
        json.writeStartArray();
        report.rows()
                .each(row -> {
                    try {
                        json.writeTree(row);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        json.writeEndArray();
    }
}
