// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.policies.RegionId;
import io.domicile.regions.KeyStores;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/// What an operator does with a region's keys.
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes a region's keys.",
        subcommands = HelpCommand.class)
final class KeysCommand implements Runnable {

    KeysCommand() {}

    @Override
    public void run() {
        throw new Usage("say what to do with the keys: init");
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

    private static RegionId region(String code) {
        try {
            return RegionId.of(code);
        } catch (IllegalArgumentException _) {
            throw new Usage("--region takes two letters, for instance nl");
        }
    }
}
