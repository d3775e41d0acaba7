// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.reports.Order.Table;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Writes one table of a report as CSV (RFC 4180): its rows, or everything else.
///
/// @param report the report
record ReportCsv(Report report) {

    /// The columns of everything but rows.
    static final List<String> SUMMARY =
            List.of(
                    "section", "name", "label", "key", "value", "source", "log", "first", "last",
                    "entries");

    void write(OutputStream out) throws IOException {
        try (var csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            if (report.order().table() == Table.ROWS) {
                rows(csv);
            } else {
                summary(csv);
            }
        }
    }

    private void rows(Writer csv) throws IOException {
        var columns = report.order().kind().content().columns();
        line(csv, columns.stream().map(column -> report.text("column." + column)).toList());
        report.rows()
                .each(row -> {
                    try {
                        line(csv, columns.stream().map(column -> value(row, column)).toList());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static String value(ObjectNode row, String column) {
        return Plain.text(row.path(column).isMissingNode() ? row.nullNode() : row.get(column));
    }

    private void summary(Writer csv) throws IOException {
        line(csv, SUMMARY.stream().map(name -> report.text("summary." + name)).toList());
        for (var member : report.head().properties()) {
            line(csv, head(member.getKey(), member.getValue()));
        }
        for (var statement : report.statements()) {
            var field = statement.field();
            line(
                    csv,
                    List.of(
                            report.text("section.statements"),
                            field.code(),
                            report.label(statement),
                            "",
                            Plain.text(statement.value()),
                            report.text("source." + field.source().code()),
                            "",
                            "",
                            "",
                            ""));
        }
        for (var figure : report.figures()) {
            line(csv, figure(figure));
        }
    }

    private List<String> head(String name, JsonNode value) {
        return List.of(
                report.text("section.head"),
                name,
                report.text("head." + name),
                "",
                Plain.text(value),
                "",
                "",
                "",
                "",
                "");
    }

    private List<String> figure(Figure figure) {
        var counted = figure.json(report.log()).path("counted");
        return List.of(
                report.text("section.figures"),
                figure.name(),
                report.label(figure),
                figure.key().orElse(""),
                Long.toString(figure.value()),
                report.text("source.log"),
                report.log(),
                counted.path("first").asText(),
                counted.path("last").asText(),
                Long.toString(figure.count()));
    }

    private static void line(Writer csv, List<String> values) throws IOException {
        csv.write(values.stream().map(ReportCsv::quoted).collect(Collectors.joining(",")));
        csv.write("\r\n");
    }

    /// A value that no spreadsheet takes for a formula.
    static String quoted(String value) {
        var safe =
                !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0
                        ? "'" + value
                        : value;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
