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
        throw new Usage("say what to do with the keys: init, init-token");
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

    private static RegionId region(String code) {
        try {
            return RegionId.of(code);
        } catch (IllegalArgumentException _) {
            throw new Usage("--region takes two letters, for instance nl");
        }
    }
}
