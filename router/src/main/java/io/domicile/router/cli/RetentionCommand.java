// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says how far a running gateway is with removing records whose time is over.
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Says for each region of a running gateway how many records are over and not removed",
            "yet (nobody can open them), how many were removed, when the next one will be over,",
            "and what the audit log says of it."
        })
final class RetentionCommand implements Callable<Integer> {

    private static final String LINE = "%-7s %8s %-24s %10s %-24s %s";

    @Mixin private GatewayCall gateway = new GatewayCall();

    @Option(names = "--json", description = "prints the gateway's answer")
    private boolean asJson;

    RetentionCommand() {}

    @Override
    public Integer call() {
        return gateway.send("GET", "/v1/retention")
                .print(asJson, RetentionCommand::table, "./domicile help retention");
    }

    private static String table(JsonNode body) {
        var lines = new StringJoiner(System.lineSeparator());
        lines.add(
                LINE.formatted(
                        "region",
                        "overdue",
                        "oldest overdue",
                        "removed",
                        "next expiry",
                        "audit entry"));
        for (var region : body.path("regions")) {
            lines.add(
                    LINE.formatted(
                            region.path("region").asText(),
                            region.path("overdue").asText(),
                            second(region.path("oldest_overdue")),
                            region.path("removed").asText(),
                            second(region.path("next_expiry")),
                            stated(region.path("stated"))));
        }
        return lines.toString();
    }

    private static String stated(JsonNode stated) {
        return stated.isMissingNode()
                ? "none yet"
                : "overdue:%s in %s"
                        .formatted(stated.path("overdue").asText(), stated.path("entry").asText());
    }

    private static String second(JsonNode time) {
        return time.isMissingNode() ? "-" : time.asText().replaceFirst("[.][0-9]+Z", "Z");
    }
}
