// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.policies.RegionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What an operator does with the audit log of a region.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Recovers a region from a backup, and lists what was lost.",
        subcommands = {HelpCommand.class, RecoverCommand.class})
final class AuditCommand implements Runnable {

    AuditCommand() {}

    @Override
    public void run() {
        throw new Usage("say what to do with the audit log: recover or lost");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Lists what restores of a region's database have lost, at a running gateway: one",
                "line of JSON for each published entry of an event that a backup was without."
            })
    int lost(
            @Mixin GatewayCall gateway,
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(
                            names = "--from",
                            defaultValue = "0",
                            description = "the lowest number (default: 0, all)")
                    long from) {
        Usage.require(region.matches("[a-z]{2}"), "--region takes two letters, for instance nl");
        var path = "/v1/audit/" + RegionId.of(region) + "/recovery?from=";
        for (long place = from; ; ) {
            var page = gateway.send("GET", path + place);
            if (!page.isFine()) {
                return page.print(false, _ -> "", "./domicile help audit");
            }
            page.body().path("lost").forEach(System.out::println);
            if (!page.body().has("next")) {
                return 0;
            }
            place = page.body().path("next").asLong();
        }
    }
}
