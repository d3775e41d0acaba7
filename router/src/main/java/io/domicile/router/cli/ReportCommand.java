// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report`: a report that the law wants, counted by a running gateway out of a region's log.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Gets a report that the law wants, counted by a running gateway out of a region's log:",
            "ropa, transfers, access, erasures, vehicle-annual, disclosures or residency.",
            "docs/reports.md says what is in each and how to count it again."
        })
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "KIND", description = "which report")
    private String kind = "";

    @Option(names = "--region", required = true, description = "of which region, for instance nl")
    private String region = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "since when, a date or a time of RFC 3339; without it the year's beginning")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "until when, not included")
    private @Nullable String to;

    @Option(
            names = "--tenant",
            description = "of which tenant; compliance has its own, others may have all without it")
    private @Nullable String tenant;

    @Option(
            names = "--format",
            defaultValue = "json",
            description =
                    "json, csv, html or pdf, which a browser of this machine prints (default:"
                            + " ${DEFAULT-VALUE})")
    private String format = "json";

    @Option(
            names = "--table",
            description = "which table is the CSV: rows or summary; rows where there are any")
    private @Nullable String table;

    @Option(names = "--lang", defaultValue = "en", description = "en, zh or nl (default: en)")
    private String language = "en";

    @Option(
            names = "--subject-file",
            paramLabel = "FILE",
            description = "holds the id of the person that access is about, in one line")
    private @Nullable Path subject;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to; without it to standard output")
    private @Nullable Path out;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "where the gateway is (default: ${DEFAULT-VALUE})")
    private String url = "";

    @Option(
            names = "--token",
            defaultValue = "${env:TOKEN}",
            description =
                    "a token of compliance, of a regulator or an operator; the environment variable"
                            + " TOKEN without")
    private @Nullable String token;

    ReportCommand() {}

    @Override
    public Integer call() {
        if (token == null || token.isBlank()) {
            throw new Stopped(
                    Main.USAGE,
                    "a token is missing: set TOKEN or --token",
                    "./domicile token --role compliance --tenant demo");
        }
        if (!kind.matches("[a-z-]{1,40}")) {
            throw new Usage("KIND is the name of a report");
        }
        var call = new ReportCall(url.replaceFirst("/$", ""), token, kind, parameters(), subject());
        if (format.equals("pdf")) {
            print(call);
        } else {
            call.send(report -> {
                if (out == null) {
                    report.transferTo(System.out);
                    System.out.flush();
                } else {
                    try (var file = Files.newOutputStream(out)) {
                        report.transferTo(file);
                    }
                }
            });
        }
        return 0;
    }

    private void print(ReportCall call) {
        if (out == null) {
            throw new Usage("--format pdf wants --out FILE");
        }
        var file = out;
        var browser = Browser.find();
        call.send(page -> browser.print(page, file));
    }

    private Map<String, String> parameters() {
        var given = new LinkedHashMap<String, String>();
        given.put("region", region);
        given.put("format", format.equals("pdf") ? "html" : format);
        given.put("lang", language);
        Optional.ofNullable(from).ifPresent(value -> given.put("from", value));
        Optional.ofNullable(to).ifPresent(value -> given.put("to", value));
        Optional.ofNullable(tenant).ifPresent(value -> given.put("tenant", value));
        Optional.ofNullable(table).ifPresent(value -> given.put("table", value));
        return given;
    }

    private Optional<String> subject() {
        if (subject == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(subject).strip());
        } catch (IOException _) {
            throw new Usage("cannot read " + subject);
        }
    }
}
