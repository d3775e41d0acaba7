// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "token",
                "token --role service",
                "token --role boss --tenant acme",
                "token --role service --tenant a/b",
                "token --role service --tenant acme --country Nowhere",
                "token --role service --tenant acme --ttl soon",
                "token --role service --tenant acme --ttl -1h",
                "serve --fast",
                "keys",
                "keys init --region nl",
                "keys init-token --region nl",
                "keys init-token --region nl --library x.so --slot first --pin-file pin",
                "keys init --region NLD --file target/never.p12 --password-file target/never.pw",
                "keys rotate",
                "keys rotate --region NLD",
                "keys retire --region nl",
                "keys retire --region nl --kek ../..",
                "keys status --region nl --token-file no-such-file",
                "retention --region nl",
                "retention --token-file no-such-file",
                "policy",
                "policy dance",
                "policy explain",
                "policy explain no-such-file.json",
                "policy replay",
                "policy replay no-such-file.tar.gz --token t",
                "policy replay --fast"
            })
    void a_wrong_call_exits_with_2(String call) {
        // given
        var arguments = call.isEmpty() ? new String[0] : call.split(" ", -1);

        // when
        int exit = Main.commandLine().execute(arguments);

        // then
        assertEquals(2, exit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help",
                "help token",
                "help serve",
                "token --help",
                "keys init --help",
                "keys rotate --help",
                "keys status --help",
                "keys retire --help",
                "keys init-token --help",
                "policy explain --help",
                "policy replay --help"
            })
    void help_is_there_for_each_command(String call) {
        // when
        int exit = Main.commandLine().execute(call.split(" ", -1));

        // then
        assertEquals(0, exit);
    }

    @Test
    void a_token_is_signed_without_a_running_gateway() {
        // when
        int exit =
                Main.commandLine()
                        .execute("token", "--role", "service", "--tenant", "acme", "--ttl", "5m");

        // then
        assertEquals(0, exit);
    }

    @Test
    void a_key_store_is_made_once_and_never_overwritten(@TempDir Path folder) throws IOException {
        // given
        var file = folder.resolve("nl.p12");
        var call =
                new String[] {
                    "keys",
                    "init",
                    "--region=nl",
                    "--file=" + file,
                    "--password-file=" + folder.resolve("nl.password")
                };

        // when
        int first = Main.commandLine().execute(call);
        byte[] made = Files.readAllBytes(file);
        int second = Main.commandLine().execute(call);

        // then
        assertEquals(0, first);
        assertEquals(2, second);
        assertArrayEquals(made, Files.readAllBytes(file));
    }
}
