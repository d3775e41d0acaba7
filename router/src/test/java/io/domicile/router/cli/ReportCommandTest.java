// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domicile.router.Api;
import io.domicile.router.Json;
import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.reports.ReportsProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReportsProfile.class)
class ReportCommandTest {

    @Test
    void a_report_goes_to_standard_output() throws IOException {
        // when
        var ended = report("ropa", "--region", "nl", "--lang", "nl");

        // then
        assertEquals(0, ended.status(), ended.err());
        var report = Json.MAPPER.readTree(ended.out());
        assertEquals("nl", report.path("language").asText());
        assertEquals("", ended.err());
    }

    @Test
    void a_report_is_written_into_what_stands_there_and_does_not_replace_it(@TempDir Path folder)
            throws IOException {
        // given
        var file = Files.createFile(folder.resolve("report.json"));
        var link = Files.createSymbolicLink(folder.resolve("link"), file);

        // when
        var ended = report("ropa", "--region", "nl", "--out", link.toString());

        // then
        assertEquals(0, ended.status(), ended.err());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("nl", Json.MAPPER.readTree(file.toFile()).path("region").asText());
    }

    @Test
    void accesses_are_of_the_person_in_a_file(@TempDir Path folder) throws IOException {
        // given
        var subject = Files.writeString(folder.resolve("subject"), "u-1842\n");
        var out = folder.resolve("access.csv");

        // when
        var ended =
                report(
                        "access",
                        "--region=nl",
                        "--format=csv",
                        "--subject-file=" + subject,
                        "--out=" + out);

        // then
        assertEquals(0, ended.status(), ended.err());
        assertTrue(Files.readString(out).startsWith("Place in the log,Entry,Time,"));
    }

    @Test
    void a_browser_prints_the_page(@TempDir Path folder) throws IOException {
        // given
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no Chromium is here");
        var out = folder.resolve("residency.pdf");

        // when
        var ended = report("residency", "--region=nl", "--format=pdf", "--lang=zh", "--out=" + out);

        // then
        assertEquals(0, ended.status(), ended.err());
        var pdf = new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1);
        assertTrue(pdf.startsWith("%PDF-"), "it is a PDF");
        assertTrue(pdf.contains("%%EOF"), "it is whole");
    }

    @ParameterizedTest
    @CsvSource({
        "gossip, --region=nl, 2, The kinds of reports are, ./domicile help report",
        "ropa, --region=us, 2, The parameter region, ./domicile help report",
        "ropa, --format=pdf, 2, --format pdf wants --out, ./domicile help report",
        "ropa, --token=stranger, 2, token, ./domicile token --role compliance",
        "ropa, --token=, 2, a token is missing, ./domicile token --role compliance",
        "Ropa/, --region=nl, 2, KIND is, ./domicile help report",
        "ropa, --out=/nowhere/at/all, 2, cannot write, ./domicile help report",
        "ropa, --url=http://127.0.0.1:1, 3, no report came, ./domicile serve"
    })
    void an_error_ends_with_its_status_and_one_next_command(
            String kind, String option, int status, String message, String next) {
        // when
        var ended = report(kind, option);

        // then
        assertEquals(status, ended.status(), ended.err());
        assertTrue(ended.err().contains(message), ended.err());
        assertTrue(ended.err().lines().toList().getLast().startsWith("Try: " + next), ended.err());
    }

    private static Ended report(String kind, String... options) {
        var given = List.of(options);
        var arguments = new ArrayList<>(List.of("report", kind));
        arguments.addAll(given);
        missing(arguments, "--region", "nl");
        missing(arguments, "--url", "http://localhost:" + RestAssured.port);
        missing(
                arguments,
                "--token",
                DevelopmentKey.in(Api.home())
                        .token("compliance", "reporting", "in-region", Duration.ofHours(1)));
        return Ended.of(arguments);
    }

    private static void missing(List<String> arguments, String option, String value) {
        if (arguments.stream().noneMatch(argument -> argument.startsWith(option))) {
            arguments.add(option + "=" + value);
        }
    }
}
