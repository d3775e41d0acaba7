// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A proof as a page for people: whole in itself, without scripts, to be printed and filed.
///
/// @param proof the proof as [ProofJson] writes it
record ProofPage(JsonNode proof) {

    private static final String STYLE =
            """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin-top:2rem}
            table{border-collapse:collapse;width:100%;margin:.5rem 0}
            th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d8dee4}
            th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            .mark{display:inline-block;min-width:4.2rem;text-align:center;border-radius:.3rem;padding:0 .4rem;color:#fff}
            .green{background:#1a7f37}.amber{background:#9a6700}.red{background:#b42318}
            .verdict{font-size:1.15rem;border-left:.4rem solid;padding:.6rem 1rem;background:#f6f8fa;margin:1rem 0}
            .verdict.green{border-color:#1a7f37;background:#f0faf3}
            .verdict.amber{border-color:#9a6700;background:#fdf8ec}
            .verdict.red{border-color:#b42318;background:#fdf1f0}
            .small{color:#57606a;font-size:.9rem}code{font-size:.9em;overflow-wrap:anywhere}
            summary{cursor:pointer}@media print{details{display:block}}
            """;

    String html() {
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Proof of residency</title>
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <style>%s</style></head><body>
        <h1>Proof of residency</h1>
        <p class="small">Proof <code>%s</code>, begun %s by %s, ended %s</p>
        %s</body></html>
        """
                .formatted(
                        STYLE,
                        text(proof, "id"),
                        text(proof, "started_at"),
                        text(proof, "trigger"),
                        proof.has("ended_at") ? text(proof, "ended_at") : "not yet",
                        proof.has("verdict") ? findings() : unfinished());
    }

    private String unfinished() {
        return "<p class=\"verdict amber\">%s</p>"
                .formatted(
                        text(proof, "state").equals("failed")
                                ? "The proof came to nothing: " + text(proof, "reason") + "."
                                : "The proof is still under way. Load this page again later.");
    }

    private String findings() {
        return verdict()
                + section("What was asked, and the answers", checks())
                + section("What is where it may not be", violations())
                + section("What could not be looked at", gaps())
                + section("What was looked through, region by region", regions())
                + section("How values rest", values())
                + section("The regions' keys", keys())
                + section("What this proof cannot show", limits());
    }

    private String verdict() {
        var verdict = text(proof, "verdict");
        var says =
                switch (verdict) {
                    case "green" ->
                            "Every test record rests in its own region alone, sealed, and nowhere"
                                    + " in clear.";
                    case "amber" ->
                            "Nothing is where it may not be, but not everything could be looked"
                                    + " at.";
                    default -> "Something is not as it should be. It is named below.";
                };
        return "<p class=\"verdict %s\">%s</p>".formatted(verdict, says)
                + ("<p>For this proof the gateway stored made-up records in each region the way it"
                        + " stores every record, read all files and tables of all regions for their"
                        + " bytes, and erased them again.</p>");
    }

    private String checks() {
        return table(
                List.of("", "", ""),
                rows(
                        "checks",
                        check ->
                                cell(mark(text(check, "verdict")))
                                        + cell(text(check, "title"))
                                        + cell(text(check, "says"))));
    }

    private String violations() {
        return proof.path("violations").isEmpty()
                ? "<p>Nothing.</p>"
                : table(
                        List.of("Region", "Place", "What", "Whose", "Written as", "Times"),
                        rows(
                                "violations",
                                it ->
                                        cell(text(it, "region"))
                                                + cell("<code>" + place(it) + "</code>")
                                                + cell(text(it, "what"))
                                                + cell(text(it, "of"))
                                                + cell(text(it, "form"))
                                                + number(it.path("count"))));
    }

    private String gaps() {
        return proof.path("gaps").isEmpty()
                ? "<p>Nothing was left out.</p>"
                : table(
                        List.of("Region", "Place", "Why"),
                        rows(
                                "gaps",
                                it ->
                                        cell(text(it, "region"))
                                                + cell("<code>" + place(it) + "</code>")
                                                + cell(text(it, "reason"))));
    }

    private String regions() {
        return table(
                List.of("Region", "Files", "Bytes", "Tables", "Test records"),
                rows(
                                "regions",
                                region ->
                                        cell(text(region, "region").toUpperCase(Locale.ROOT))
                                                + number(region.at("/files/count"))
                                                + number(region.at("/files/bytes"))
                                                + number(region.at("/tables/count"))
                                                + cell(canaries(text(region, "region"))))
                        + "<tr>"
                        + cell("none")
                        + number(proof.at("/elsewhere/files/count"))
                        + number(proof.at("/elsewhere/files/bytes"))
                        + cell("")
                        + cell("")
                        + "</tr>");
    }

    private String canaries(String region) {
        return proof.path("canaries")
                .valueStream()
                .filter(canary -> text(canary, "region").equals(region))
                .map(canary -> text(canary, "name") + " (" + text(canary, "outcome") + ")")
                .collect(Collectors.joining(", "));
    }

    private String values() {
        var all = new StringBuilder();
        all.append(
                table(
                        List.of(
                                "Region",
                                "In clear (metadata)",
                                "Sealed",
                                "Wrapped keys",
                                "Keyed marks",
                                "Random ids",
                                "Audit log"),
                        rows(
                                "regions",
                                region ->
                                        cell(text(region, "region").toUpperCase(Locale.ROOT))
                                                + number(region.at("/values/plain"))
                                                + number(region.at("/values/sealed"))
                                                + number(region.at("/values/wrapped"))
                                                + number(region.at("/values/mac"))
                                                + number(region.at("/values/id"))
                                                + number(region.at("/values/log")))));
        for (var region : proof.path("regions")) {
            all.append("<details><summary>Every column of ")
                    .append(text(region, "region").toUpperCase(Locale.ROOT))
                    .append("</summary>")
                    .append(columns(region))
                    .append("</details>");
        }
        return all.toString();
    }

    private static String columns(JsonNode region) {
        var rows =
                region.path("rows")
                        .valueStream()
                        .flatMap(table ->
                                table.path("columns")
                                        .valueStream()
                                        .map(column ->
                                                "<tr>"
                                                        + cell(
                                                                "<code>%s.%s</code>"
                                                                        .formatted(
                                                                                text(
                                                                                        table,
                                                                                        "table"),
                                                                                text(
                                                                                        column,
                                                                                        "column")))
                                                        + cell(text(column, "rest"))
                                                        + number(column.path("values"))
                                                        + "</tr>"))
                        .collect(Collectors.joining());
        return table(List.of("Column", "Rests", "Values"), rows);
    }

    private String keys() {
        return table(
                List.of("Region", "Held by", "Certified module", "KEKs", "Foreign keys tried", ""),
                rows(
                        "regions",
                        region ->
                                cell(text(region, "region").toUpperCase(Locale.ROOT))
                                        + cell(text(region.path("keys"), "provider"))
                                        + cell(
                                                region.at("/keys/certified").asBoolean()
                                                        ? "yes"
                                                        : "no")
                                        + cell(list(region.at("/keys/keks")))
                                        + number(region.at("/keys/foreign_keys_tried"))
                                        + cell(
                                                region.at("/keys/faults").isEmpty()
                                                        ? "its own"
                                                        : list(region.at("/keys/faults")))));
    }

    private String limits() {
        return proof.path("limits")
                .valueStream()
                .map(limit -> "<li>" + escape(limit.asText()) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    private String rows(String name, Function<JsonNode, String> row) {
        return proof.path(name)
                .valueStream()
                .map(it -> "<tr>" + row.apply(it) + "</tr>")
                .collect(Collectors.joining());
    }

    private static String section(String title, String content) {
        return "<h2>" + title + "</h2>\n" + content + "\n";
    }

    private static String table(List<String> titles, String rows) {
        var head =
                titles.stream()
                        .map(title -> "<th>" + title + "</th>")
                        .collect(Collectors.joining());
        return "<table><thead><tr>" + head + "</tr></thead><tbody>" + rows + "</tbody></table>";
    }

    private static String cell(String html) {
        return "<td>" + html + "</td>";
    }

    private static String number(JsonNode value) {
        return "<td class=\"n\">" + String.format(Locale.ROOT, "%,d", value.asLong()) + "</td>";
    }

    private static String mark(String verdict) {
        return "<span class=\"mark %1$s\">%1$s</span>".formatted(verdict);
    }

    private static String place(JsonNode it) {
        var file = it.has("file") ? text(it, "file") : text(it, "table") + text(it, "database");
        return it.has("offset") ? file + " at byte " + it.path("offset").asLong() : file;
    }

    private static String list(JsonNode texts) {
        return texts.valueStream()
                .map(JsonNode::asText)
                .map(ProofPage::escape)
                .collect(Collectors.joining(", "));
    }

    private static String text(JsonNode json, String name) {
        return escape(json.path(name).asText());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
