// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/// `policy replay`: what a candidate bundle would change of the decisions in the audit logs.
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a signed bundle would change of the decisions that a gateway has audited.",
            "Nothing is put in force. Exits with 0 if nothing changes, with 1 if something does or",
            "cannot be told."
        })
final class ReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BUNDLE", description = "the signed bundle.tar.gz to try")
    private Path bundle = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "since when, a date or a time of RFC 3339; all without")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "until when, not included")
    private @Nullable String to;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "the last N decisions instead of a time, at most 100000")
    private @Nullable String last;

    @Option(names = "--region", description = "one region's log alone, for instance nl")
    private @Nullable String region;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "where the gateway is (default: ${DEFAULT-VALUE})")
    private String url = "";

    @Option(
            names = "--token",
            defaultValue = "${env:TOKEN}",
            description =
                    "an operator's token, or one of compliance for the own tenant's decisions; the"
                            + " environment variable TOKEN without")
    private @Nullable String token;

    @Option(names = "--json", description = "prints the whole report as JSON")
    private boolean asJson;

    ReplayCommand() {}

    @Override
    public Integer call() {
        if (token == null || token.isBlank()) {
            throw new Stopped(
                    Main.USAGE,
                    "a token is missing: set TOKEN or --token",
                    "./domicile token --role operator --tenant demo");
        }
        var call = new ReplayCall(url.replaceFirst("/$", ""), token, scope());
        var report = new ReplayReport(call.send(read(), ProgressBar.onStandardError()));
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        if (asJson) {
            out.println(report.report().toPrettyString());
        } else {
            report.print(out);
        }
        out.flush();
        return report.isClear() ? 0 : 1;
    }

    private Map<String, String> scope() {
        var scope = new LinkedHashMap<String, String>();
        Optional.ofNullable(from).ifPresent(value -> scope.put("from", value));
        Optional.ofNullable(to).ifPresent(value -> scope.put("to", value));
        Optional.ofNullable(last).ifPresent(value -> scope.put("last", value));
        Optional.ofNullable(region).ifPresent(value -> scope.put("region", value));
        return scope;
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(bundle);
        } catch (IOException _) {
            throw new Usage("cannot read " + bundle);
        }
    }
}
