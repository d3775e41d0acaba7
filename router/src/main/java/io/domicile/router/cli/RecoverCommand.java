// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a region go on from a restored database.
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Lets a region of a running gateway go on from a database that was restored from a",
            "backup: what was published since is added to it, and what was erased since is erased",
            "again. Until then the region answers nothing. docs/backup.md says more."
        })
final class RecoverCommand implements Callable<Integer> {

    /// A recovery looks at all records.
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    @Mixin private final GatewayCall gateway = new GatewayCall();

    @Option(names = "--region", required = true, description = "the region, for instance nl")
    private String region = "";

    @Option(
            names = "--from",
            required = true,
            description = "how many entries the database knows, as the gateway's log says")
    private long from;

    @Option(names = "--json", description = "prints the gateway's answer")
    private boolean asJson;

    RecoverCommand() {}

    @Override
    public Integer call() {
        Usage.require(region.matches("[a-z]{2}"), "--region takes two letters, for instance nl");
        var path = "/v1/audit/" + region + "/recovery?from=" + from;
        return gateway.send("POST", path, PATIENCE)
                .print(asJson, this::words, "./domicile help recover");
    }

    private String words(JsonNode body) {
        return "%s goes on: %d entries added, %d of them lost with %d records, %d keys destroyed again"
                        .formatted(
                                region,
                                body.path("entries").asLong(),
                                body.path("entries_lost").asLong(),
                                body.path("records_lost").asLong(),
                                body.path("keys_destroyed").asLong())
                + "%nWhat was lost: ./domicile audit lost --region %s".formatted(region);
    }
}
