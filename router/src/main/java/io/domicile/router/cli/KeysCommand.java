// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.KeyStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What an operator does with a region's keys.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, rotates and retires a region's keys.",
        subcommands = HelpCommand.class)
final class KeysCommand implements Runnable {

    private static final String NEXT = "./domicile keys status";

    KeysCommand() {}

    @Override
    public void run() {
        throw new Usage(
                "say what to do with the keys: init, init-token, rotate, status, retire, rotate-log"
                        + " or freeze-log");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Makes a region's key store with new random keys: KEK, pseudonym key and log key.",
                "Run it in the region that the keys are for, and keep the files there."
            })
    int init(
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(
                            names = "--file",
                            required = true,
                            description = "the PKCS#12 file to make; it must not be there yet")
                    Path file,
            @Option(
                            names = "--password-file",
                            required = true,
                            description = "holds its password; made at random where it is missing")
                    Path passwordFile) {
        if (Files.exists(file)) {
            throw new Usage(file + " is there already: keys are never overwritten");
        }
        var id = region(region);
        KeyStores.create(id, file, passwordFile);
        System.out.printf(
                "made %s%ndomicile.regions.%s.key-store=%s%ndomicile.regions.%s.key-store-password-file=%s%n",
                file, id, file.toAbsolutePath(), id, passwordFile.toAbsolutePath());
        return 0;
    }

    @Command(
            name = "init-token",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a region's KEK and HMAC key in a PKCS#11 token or HSM. They cannot be taken",
                "out of it: back the token up by its maker's own means."
            })
    int initToken(
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(
                            names = "--library",
                            required = true,
                            description = "the PKCS#11 module of the token's maker")
                    Path library,
            @Option(names = "--slot", required = true, description = "the id of the token's slot")
                    long slot,
            @Option(
                            names = "--pin-file",
                            required = true,
                            description = "holds the user's PIN in its first line")
                    Path pinFile) {
        var id = region(region);
        KeyStores.createInToken(id, library, slot, pinFile);
        var prefix = "domicile.regions." + id + ".keys.";
        System.out.printf(
                "%1$sprovider=pkcs11%n%1$spkcs11.library=%2$s%n%1$spkcs11.slot=%3$d%n%1$spkcs11.pin-file=%4$s%n",
                prefix, library.toAbsolutePath(), slot, pinFile.toAbsolutePath());
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Puts a new KEK in force at a running gateway: the newest of the key store if",
                "the region does not use it yet, else one that the gateway makes. Subjects'",
                "keys are moved to it in the background; keys status shows how far it is."
            })
    int rotate(
            @Mixin GatewayCall gateway,
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(names = "--json", description = "prints the gateway's answer") boolean asJson) {
        var answer = gateway.send("POST", "/v1/keys/" + region(region) + "/rotation");
        return answer.print(asJson, body -> text(body, "kek") + " wraps new keys", NEXT);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Says which KEKs the regions of a running gateway have, and how many subjects'",
                "keys each still wraps. States: current (wraps new keys), draining (its keys are",
                "still to be moved), unused (may be retired), spare (not taken up yet), missing",
                "(not in the key store, though it is needed)."
            })
    int status(
            @Mixin GatewayCall gateway,
            @Option(names = "--region", description = "one region only") Optional<String> region,
            @Option(names = "--json", description = "prints the gateway's answer") boolean asJson) {
        var path = region.map(code -> "/v1/keys/" + region(code)).orElse("/v1/keys");
        return gateway.send("GET", path).print(asJson, KeysCommand::table, NEXT);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Destroys a KEK that wraps nothing any more, at a running gateway. What only it",
                "opens, in backups too, is lost. Exits with 1 if it is still in use. Takes two",
                "operators where domicile.two-persons is set: the first is given an approval."
            })
    int retire(
            @Mixin GatewayCall gateway,
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(names = "--kek", required = true, description = "its id, of keys status")
                    String kek,
            @Option(names = "--approval", description = "what the first operator was given")
                    Optional<String> approval,
            @Option(names = "--json", description = "prints the gateway's answer") boolean asJson) {
        Usage.require(kek.matches("[A-Za-z0-9._-]{1,128}"), "--kek is an id of keys status");
        var path = "/v1/keys/" + region(region) + "/keks/" + kek;
        var answer = gateway.approved("DELETE", path, approval);
        return answer.print(asJson, KeysCommand::retired, NEXT);
    }

    private static String retired(JsonNode body) {
        return body.has("approval")
                ? "not destroyed yet: another operator runs this with --approval "
                        + text(body, "approval")
                : text(body, "kek") + " is destroyed";
    }

    @Command(
            name = "rotate-log",
            mixinStandardHelpOptions = true,
            description = {
                "Puts new keys of the audit log in force at a running gateway: the newest of the",
                "key store if the log does not use them yet, else such that the gateway makes.",
                "The old ones sign beside them for domicile.log.key-overlap. If the old ones are",
                "not safe, use freeze-log."
            })
    int rotateLog(
            @Mixin GatewayCall gateway,
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(names = "--json", description = "prints the gateway's answer") boolean asJson) {
        var answer = gateway.send("POST", "/v1/keys/" + region(region) + "/log/rotation");
        return answer.print(
                asJson,
                body -> text(body, "log") + " is signed with " + body.path("signing"),
                "./domicile help keys");
    }

    @Command(
            name = "freeze-log",
            mixinStandardHelpOptions = true,
            description = {
                "Ends the open audit log of a region of a running gateway, because its keys are",
                "not safe any more, and begins another (for instance 2026b) with new keys. What",
                "was signed stays; nothing is added to the old log. It cannot be undone."
            })
    int freezeLog(
            @Mixin GatewayCall gateway,
            @Option(
                            names = "--region",
                            required = true,
                            description = "the region, for instance nl")
                    String region,
            @Option(names = "--json", description = "prints the gateway's answer") boolean asJson) {
        var answer = gateway.send("POST", "/v1/keys/" + region(region) + "/log/freeze");
        return answer.print(
                asJson,
                body -> text(body, "log") + " takes no more entries",
                "./domicile help keys");
    }

    private static String table(JsonNode body) {
        var regions = body.has("regions") ? body.get("regions") : List.of(body);
        var lines = new StringJoiner(System.lineSeparator());
        lines.add("%-7s %-26s %-9s %12s".formatted("region", "kek", "state", "subject keys"));
        for (var region : regions) {
            for (var kek : region.path("keks")) {
                lines.add(
                        "%-7s %-26s %-9s %12d"
                                .formatted(
                                        text(region, "region"),
                                        text(kek, "id"),
                                        text(kek, "state"),
                                        kek.path("subject_keys").asLong()));
            }
        }
        return lines.toString();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }

    private static RegionId region(String code) {
        try {
            return RegionId.of(code);
        } catch (IllegalArgumentException _) {
            throw new Usage("--region takes two letters, for instance nl");
        }
    }
}
