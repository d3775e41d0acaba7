// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `prove`: has a running gateway prove that each record rests in its own region alone.
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Has a running gateway prove its residency: it stores made-up records in each region,",
            "looks for their bytes in all files and tables of all regions, and erases them.",
            "Exits with 0 if all is where it belongs, as far as could be looked, and with 1 if",
            "something is not."
        })
final class ProveCommand implements Callable<Integer> {

    private static final String PROOFS = "/v1/proofs";
    private static final String HELP = "./domicile help prove";
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final long MEBIBYTE = 1 << 20;

    @Mixin private GatewayCall gateway = new GatewayCall();

    @Option(names = "--json", description = "prints the whole proof as JSON")
    private boolean asJson;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "also writes it as a page of HTML, to be read and filed")
    private @Nullable Path page;

    @Option(
            names = "--strict",
            description = "exits with 1 also if something could not be looked at")
    private boolean strict;

    ProveCommand() {}

    @Override
    public Integer call() {
        var begun = gateway.send("POST", PROOFS);
        if (!begun.isFine()) {
            throw refused(begun);
        }
        var path = PROOFS + "/" + begun.body().path("id").asText();
        var proof = await(path);
        if (proof.path("state").asText().equals("failed")) {
            throw new Stopped(
                    Main.UNAVAILABLE,
                    "the proof came to nothing: " + proof.path("reason").asText(),
                    "./domicile prove");
        }
        if (page != null) {
            write(page, gateway.page(path + "/page"));
        }
        print(new ProofReport(proof));
        return switch (proof.path("verdict").asText()) {
            case "green" -> 0;
            case "amber" -> strict ? 1 : 0;
            default -> 1;
        };
    }

    private void print(ProofReport report) {
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        if (asJson) {
            out.println(report.proof().toPrettyString());
        } else {
            report.print(out);
        }
        out.flush();
    }

    private JsonNode await(String path) {
        var bar = ProgressBar.onStandardError();
        try {
            while (true) {
                var answer = gateway.send("GET", path);
                if (!answer.isFine()) {
                    throw refused(answer);
                }
                if (!answer.body().path("state").asText().equals("running")) {
                    return answer.body();
                }
                var progress = answer.body().path("progress");
                bar.draw(
                        progress.path("done").asLong() / MEBIBYTE,
                        progress.path("total").asLong() / MEBIBYTE,
                        "MiB");
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Main.UNAVAILABLE, "interrupted", HELP);
        } finally {
            bar.clear();
        }
    }

    private static Stopped refused(GatewayCall.Answer answer) {
        var detail =
                answer.body().path("title").asText() + ": " + answer.body().path("detail").asText();
        return answer.status() == 403
                ? new Stopped(
                        Main.USAGE, detail, "./domicile token --role operator --tenant operator")
                : new Stopped(Main.UNAVAILABLE, detail, "./domicile prove");
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException _) {
            throw new Usage("cannot write " + file);
        }
    }
}
