// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.router.archive.Tally.Count;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes `report.html`: what an archive says, on one page for people who are no engineers. Whole
/// in itself, without scripts, to be printed and filed.
///
/// @param tally what was counted of the entries that are told
/// @param integrity what checking them came to
record ReportPage(Plan plan, Tally tally, Integrity integrity) {

    private static final String STYLE =
            """
            body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin-top:1.6rem}
            table{border-collapse:collapse;width:100%}th{font-weight:600}
            th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid #d8dee4}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            .verdict{border-left:.4rem solid;padding:.6rem 1rem;margin:1rem 0}
            .green{border-color:#1a7f37;background:#f0faf3}.red{border-color:#b42318;background:#fdf1f0}
            .small{color:#57606a;font-size:.9rem}code{font-size:.9em;overflow-wrap:anywhere}
            @media print{body{margin:0;max-width:none}a{color:inherit;text-decoration:none}}
            """;

    /// What acts are called, by the codes that entries have.
    private static final Map<String, String> ACTS =
            Map.ofEntries(
                    Map.entry("store", "Records stored"),
                    Map.entry("quarantine", "Records held, because a fact was missing"),
                    Map.entry("refer", "Records held for a lawyer"),
                    Map.entry("deny", "Requests refused"),
                    Map.entry("read", "Readings"),
                    Map.entry("search", "Searches"),
                    Map.entry("erase", "Erasures"),
                    Map.entry("expire", "Removals of what was over"),
                    Map.entry("transfer", "Transfers to or from another region"),
                    Map.entry("export", "Exports of this log"),
                    Map.entry("report", "Reports"),
                    Map.entry("ask", "Questions to the law"),
                    Map.entry("key", "Changes of keys"),
                    Map.entry("hold", "Legal holds placed"),
                    Map.entry("release", "Legal holds released"),
                    Map.entry("register", "Changes of a register"),
                    Map.entry("config", "Changes of the policies"));

    String html() {
        var origin = plan.checkpoint().origin();
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Audit log %s</title>
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <style>%s</style></head><body>
        <h1>Audit log of region %s</h1>
        <p class="small">Log <code>%s</code>, exported %s, export <code>%s</code></p>
        %s%s%s%s%s</body></html>
        """
                .formatted(
                        escape(origin),
                        STYLE,
                        plan.region().toUpperCase(Locale.ROOT),
                        escape(origin),
                        plan.at(),
                        plan.id(),
                        verdict(),
                        told(),
                        counts("What was done", tally.acts(), ACTS),
                        counts("How it ended", tally.results(), Map.of("ok", "Done as asked")),
                        checking());
    }

    private String verdict() {
        if (integrity.firstBad().isPresent()) {
            long bad = integrity.firstBad().get();
            return """
            <p class="verdict red"><strong>Entry %s is not what the log was signed for.</strong>
            The entries before it in this archive are unchanged; of it and of those after it nothing
            is proved. Keep this archive as it is, and ask the operator for an earlier one.</p>
            """
                    .formatted(number(bad));
        }
        return """
        <p class="verdict green"><strong>%s: complete, in order and unchanged</strong>, as of the
        checkpoint over %s that the log signed before %s.</p>
        """
                .formatted(sentence(), entries(plan.checkpoint().size()), plan.at());
    }

    private String sentence() {
        var earliest = tally.earliest();
        return earliest == null
                ? "No entries"
                : "%s, %s to %s".formatted(entries(tally.size()), earliest, tally.latest());
    }

    private String told() {
        var range = plan.range();
        var scope =
                range.count() == plan.checkpoint().size()
                        ? "the whole log"
                        : "entries %s to %s of the log, which are all of the time that was asked for"
                                .formatted(number(range.first()), number(range.end() - 1));
        var whose =
                plan.onlyOf()
                        .map(tenant ->
                                " Of these it tells those of <code>%s</code> and those about the"
                                                .formatted(escape(tenant))
                                        + " whole region. Of the others it has the hashes, which show"
                                        + " that they are there and unchanged, not what they say.")
                        .orElse("");
        return """
        <h2>What this is</h2>
        <p>A region's gateway writes one entry for each thing that it does with personal data, and for
        each that it refuses. Entries name no person. They cannot be changed, left out or put into
        another order without the signed checkpoint showing it. This archive has %s.%s</p>
        <h2>Who vouches for it</h2>
        %s
        """
                .formatted(range.count() == 0 ? "no entries" : scope, whose, witnessed());
    }

    private String witnessed() {
        var trust = plan.trust();
        var log =
                """
                <p>The checkpoint has the signature of the log itself, by the key <code>%s</code>. Its root is
                <code>%s</code>.</p>
                """
                        .formatted(escape(key()), plan.checkpoint().root());
        var witnesses =
                trust.witnesses().stream()
                        .map(one ->
                                "<li><code>%s</code>, %s</li>"
                                        .formatted(escape(one.witness()), one.time()))
                        .collect(Collectors.joining());
        var says =
                trust.isWitnessed()
                        ? """
                        <p><strong>Witnessed.</strong> These have confirmed that they saw the log grow to
                        this checkpoint, and never shrink or fork:</p><ul>%s</ul>
                        """
                                .formatted(witnesses)
                        : """
                        <p><strong>Not witnessed:</strong> %s. That there is no other checkpoint of this
                        size you learn by comparing the root with one that somebody else got.</p><ul>%s</ul>
                        """
                                .formatted(
                                        escape(
                                                trust.missing() == null
                                                        ? "nobody was asked to confirm it"
                                                        : trust.missing()),
                                        witnesses);
        return log + says.replace("<ul></ul>", "");
    }

    /// Name and id of the log's key, as people compare keys.
    private String key() {
        var vkey = plan.files().getOrDefault("log.pub", "").strip();
        return vkey.replaceFirst("([+][0-9a-f]{8})[+].*", "$1");
    }

    private static String counts(String title, Map<String, Count> counts, Map<String, String> names) {
        var rows =
                counts.entrySet().stream()
                        .map(count -> row(count.getKey(), count.getValue(), names))
                        .collect(Collectors.joining());
        return """
        <h2>%s</h2>
        <table><thead><tr><th></th><th class="n">Entries</th><th class="n">First</th><th class="n">Last</th></tr></thead>
        <tbody>%s</tbody></table>
        """
                .formatted(title, rows);
    }

    private static String row(String code, Count count, Map<String, String> names) {
        var name = names.containsKey(code) ? names.get(code) + " " : "";
        return "<tr><td>%s<code>%s</code></td>%s</tr>\n"
                .formatted(
                        name,
                        escape(code),
                        List.of(count.count(), count.first(), count.last()).stream()
                                .map(value ->
                                        "<td class=\"n\"><a href=\"entries.ndjson\">%s</a></td>"
                                                .formatted(number(value)))
                                .collect(Collectors.joining()));
    }

    private static String checking() {
        return """
        <h2>Check it yourself</h2>
        <p>Do not take this page's word for it. Get the log's public key from the operator by another
        way than this archive, see that it begins as the one above, and then open <code>verify.html</code> in any browser, without
        a network, and give it this archive; or follow <code>VERIFY.md</code>, which has four ways
        with tools that other people wrote. Figures on this page count lines of
        <code>entries.ndjson</code> between the first and the last index beside them; each line has
        the index of its entry.</p>
        """;
    }

    private static String entries(long count) {
        return number(count) + (count == 1 ? " entry" : " entries");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
