// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final String VKEY = MemoryLog.SIGNER.vkey();
    private static final String SENTENCE =
            "ok: audit.localhost/nl/2026 holds 300 entries, complete, in order and unchanged; signed by "
                    + MemoryLog.VERIFIER.shortName()
                    + "\n";

    @TempDir private Path directory;

    private final MemoryLog log = MemoryLog.of(300);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void store() throws IOException {
        for (var name : log.names()) {
            Files.createDirectories(directory.resolve(name).getParent());
            Files.write(directory.resolve(name), log.file(name));
        }
    }

    @Test
    void a_whole_log_under_a_pinned_key_is_one_plain_line_and_status_0() throws IOException {
        assertEquals(0, run("--key", VKEY, directory.toString()));
        assertEquals(SENTENCE, out.toString(UTF_8));
        assertEquals("", err.toString(UTF_8));

        var file = Files.writeString(directory.resolve("pinned.pub"), VKEY + "\n");
        assertEquals(0, run(directory.toString(), "--key", file.toString()));
        assertEquals(SENTENCE, out.toString(UTF_8));
    }

    @Test
    void a_key_that_came_from_the_log_is_said_to_and_the_way_to_pin_it_is_shown() {
        assertEquals(0, run(directory.toString()));
        var lines = out.toString(UTF_8).lines().toList();
        assertEquals(3, lines.size());
        assertEquals(SENTENCE.strip(), lines.get(0));
        assertTrue(lines.get(1).startsWith("The key came from the log itself"), lines.get(1));
        assertEquals("  verify --key " + VKEY + " " + directory, lines.get(2));
    }

    @Test
    void a_spoiled_log_is_one_plain_line_and_status_1() throws IOException {
        // given
        var bundle = directory.resolve("tile/entries/001.p/44");
        Files.write(bundle, Spoil.flip(Files.readAllBytes(bundle), 2, 1));

        // then
        assertEquals(1, run("--key", VKEY, directory.toString()));
        assertEquals(
                "FAILED: entry 256 (bundle tile/entries/001.p/44) does not match its hash in tile/0/001.p/44\n"
                        + "Still proven by the signed root: 299 of 300 entries.\n",
                out.toString(UTF_8));
        assertEquals("Next: verify --json " + directory + "\n", err.toString(UTF_8));
    }

    @Test
    void json_holds_the_same_answer() throws IOException {
        assertEquals(0, run("--json", "--key", VKEY, directory.toString()));
        var fine = json();
        assertEquals(
                List.of(
                        "confirmedBy",
                        "details",
                        "file",
                        "firstBadIndex",
                        "firstTime",
                        "key",
                        "keyFrom",
                        "lastTime",
                        "message",
                        "ok",
                        "origin",
                        "provable",
                        "root",
                        "seen",
                        "signedBy",
                        "size"),
                fine.properties().stream().map(Map.Entry::getKey).toList());
        assertTrue(fine.get("ok").booleanValue());
        assertEquals("audit.localhost/nl/2026", fine.get("origin").textValue());
        assertEquals(300, fine.get("size").intValue());
        assertEquals(VKEY, fine.get("key").textValue());
        assertEquals("argument", fine.get("keyFrom").textValue());
        assertTrue(fine.get("firstBadIndex").isNull());
        assertTrue(fine.get("file").isNull());
        assertTrue(
                Files.readString(directory.resolve("checkpoint"))
                        .contains("\n300\n" + fine.get("root").textValue() + "\n"));

        Files.delete(directory.resolve("tile/1/000.p/1"));
        assertEquals(1, run("--json", directory.toString()));
        assertEquals("", err.toString(UTF_8));
        var bad = json();
        assertEquals("log", bad.get("keyFrom").textValue());
        assertEquals(0, bad.get("firstBadIndex").intValue());
        assertEquals("tile/1/000.p/1", bad.get("file").textValue());
        assertEquals("tile/1/000.p/1 is missing, from entry 0 on", bad.get("message").textValue());
    }

    @Test
    void a_log_behind_an_address_is_verified_too() {
        try (var server = new LogServer(log)) {
            assertEquals(0, run("--key", VKEY, server.address().toString()));
            assertEquals(SENTENCE, out.toString(UTF_8));
        }
    }

    @Test
    void what_cannot_be_reached_is_status_3_with_a_next_command() throws IOException {
        assertEquals(3, run("/no such directory"));
        assertEquals("", out.toString(UTF_8));
        assertEquals(
                "The log cannot be read: there is no directory or archive /no such directory\n"
                        + "Next: ls -l '/no such directory'\n",
                err.toString(UTF_8));

        assertEquals(3, run("--json", "http://127.0.0.1:1/log"));
        assertEquals(false, json().get("ok").booleanValue());
        assertTrue(
                err.toString(UTF_8)
                        .endsWith("\nNext: curl --include http://127.0.0.1:1/log/checkpoint\n"));
    }

    @Test
    void what_is_not_understood_is_status_2_and_points_to_the_help() throws IOException {
        var rubbish = Files.writeString(directory.resolve("rubbish"), "x").toString();
        var bad =
                List.of(
                        new String[] {},
                        new String[] {"a", "b"},
                        new String[] {"--unknown", "a"},
                        new String[] {"--unknown"},
                        new String[] {"a", "--key"},
                        new String[] {"--key", rubbish, "a"},
                        new String[] {"--key", "/no/such/file", "a"},
                        new String[] {"--key", VKEY + "x", "a"},
                        new String[] {""},
                        new String[] {"http://"},
                        new String[] {"http://host/log?query"},
                        new String[] {"https://ho st/"},
                        new String[] {"a\u0000b"});
        for (var args : bad) {
            assertEquals(2, run(args), String.join(" ", args));
            assertEquals("", out.toString(UTF_8));
            assertTrue(
                    err.toString(UTF_8).endsWith("\nNext: verify --help\n"), err.toString(UTF_8));
        }
    }

    @Test
    void help_says_how_it_is_used() {
        assertEquals(0, run("--help"));
        assertTrue(
                out.toString(UTF_8)
                        .startsWith("Usage: verify [--key VKEY|FILE]... [--policy FILE]"));
    }

    @Test
    void it_runs_on_the_jdk_alone_as_a_process() throws Exception {
        // given only our own classes, without Bouncy Castle
        var classes =
                Path.of(Verify.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        // when
        var process =
                new ProcessBuilder(
                                java,
                                "-cp",
                                classes.toString(),
                                "io.domicile.audit.Verify",
                                "--key",
                                VKEY,
                                directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File(directory.toFile(), "output"))
                        .start();

        // then
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(SENTENCE, Files.readString(directory.resolve("output")));
        assertEquals(0, process.exitValue());
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return Verify.run(
                "verify",
                args,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
