// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes a report as a page for people: whole in itself, without scripts, to be printed and filed.
/// The JDK's writer of XML escapes every text.
///
/// @param report the report
record ReportPage(Report report) {

    private static final String STYLE =
            """
            body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;\
            max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%;margin:.5rem 0}
            th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d8dee4;\
            overflow-wrap:anywhere}
            thead{display:table-header-group}tr{break-inside:avoid}
            td.n{text-align:right;font-variant-numeric:tabular-nums}
            .missing{color:#b42318}.small{color:#57606a;font-size:.85rem}
            @page{size:A4 landscape;margin:12mm}
            @media print{body{max-width:none;margin:0;font-size:9pt}h2{break-after:avoid}}
            """;

    void write(OutputStream out) throws IOException {
        try {
            out.write("<!doctype html>\n".getBytes(StandardCharsets.UTF_8));
            var page = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            page.writeStartElement("html");
            page.writeAttribute("lang", report.order().language().code());
            head(page);
            page.writeStartElement("body");
            element(page, "h1", title());
            facts(page);
            element(page, "h2", report.text("section.statements"));
            statements(page);
            element(page, "h2", report.text("section.figures"));
            figures(page);
            if (report.order().kind().hasRows()) {
                element(page, "h2", report.text("section.rows"));
                rows(page);
            }
            small(page, report.text("page.again"));
            page.writeEndElement();
            page.writeEndElement();
            page.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private String title() {
        return report.text("kind." + report.order().kind().code());
    }

    private void head(XMLStreamWriter page) throws XMLStreamException {
        page.writeStartElement("head");
        page.writeEmptyElement("meta");
        page.writeAttribute("charset", "utf-8");
        page.writeEmptyElement("meta");
        page.writeAttribute("name", "viewport");
        page.writeAttribute("content", "width=device-width,initial-scale=1");
        element(page, "title", title());
        page.writeStartElement("style");
        // The style sheet is ours and has nothing to escape but the quotes, which XML leaves alone.
        page.writeCharacters(STYLE);
        page.writeEndElement();
        page.writeEndElement();
    }

    private void facts(XMLStreamWriter page) throws XMLStreamException {
        page.writeStartElement("table");
        for (var member : report.head().properties()) {
            page.writeStartElement("tr");
            cell(page, "", report.text("head." + member.getKey()));
            cell(page, "", Plain.text(member.getValue()));
            page.writeEndElement();
        }
        page.writeEndElement();
    }

    private void statements(XMLStreamWriter page) throws XMLStreamException {
        page.writeStartElement("table");
        for (var statement : report.statements()) {
            page.writeStartElement("tr");
            cell(page, "", report.label(statement));
            if (statement.isMissing()) {
                cell(page, "missing", report.text("page.missing"));
            } else {
                cell(page, "", Plain.text(statement.value()));
            }
            cell(page, "small", report.text("source." + statement.field().source().code()));
            page.writeEndElement();
        }
        page.writeEndElement();
    }

    private void figures(XMLStreamWriter page) throws XMLStreamException {
        page.writeStartElement("table");
        heading(
                page,
                List.of(
                        report.text("summary.label"),
                        report.text("summary.key"),
                        report.text("summary.value"),
                        report.text("page.counted")));
        for (var figure : report.figures()) {
            page.writeStartElement("tr");
            cell(page, "", report.label(figure));
            cell(page, "", figure.key().orElse(""));
            cell(page, "n", Long.toString(figure.value()));
            cell(page, "small", counted(figure));
            page.writeEndElement();
        }
        page.writeEndElement();
    }

    private String counted(Figure figure) {
        var json = figure.json(report.log());
        JsonNode counted = json.path("counted");
        var where = Plain.text(json.path("where"));
        return figure.count() == 0
                ? where
                : "%s %s–%s (%d): %s"
                        .formatted(
                                report.log(),
                                counted.path("first").asText(),
                                counted.path("last").asText(),
                                figure.count(),
                                where);
    }

    private void rows(XMLStreamWriter page) throws XMLStreamException {
        var columns = report.order().kind().content().columns();
        page.writeStartElement("table");
        heading(page, columns.stream().map(column -> report.text("column." + column)).toList());
        report.rows()
                .each(row -> {
                    try {
                        page.writeStartElement("tr");
                        for (var column : columns) {
                            var value = row.get(column);
                            cell(page, "", value == null ? "" : Plain.text(value));
                        }
                        page.writeEndElement();
                    } catch (XMLStreamException e) {
                        throw new IllegalStateException("the page cannot be written", e);
                    }
                });
        page.writeEndElement();
    }

    private static void heading(XMLStreamWriter page, List<String> titles)
            throws XMLStreamException {
        page.writeStartElement("thead");
        page.writeStartElement("tr");
        for (var title : titles) {
            element(page, "th", title);
        }
        page.writeEndElement();
        page.writeEndElement();
    }

    private static void cell(XMLStreamWriter page, String style, String text)
            throws XMLStreamException {
        page.writeStartElement("td");
        if (!style.isEmpty()) {
            page.writeAttribute("class", style);
        }
        page.writeCharacters(text);
        page.writeEndElement();
    }

    private static void small(XMLStreamWriter page, String text) throws XMLStreamException {
        page.writeStartElement("p");
        page.writeAttribute("class", "small");
        page.writeCharacters(text);
        page.writeEndElement();
    }

    private static void element(XMLStreamWriter page, String name, String text)
            throws XMLStreamException {
        page.writeStartElement(name);
        page.writeCharacters(text);
        page.writeEndElement();
    }
}
