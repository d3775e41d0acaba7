// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A browser of this machine, which prints pages with the machine's fonts.
///
/// @param program the browser
record Browser(Path program) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "microsoft-edge");
    private static final long SECONDS = 120;

    /// The one that `DOMICILE_BROWSER` names, or the first on the path.
    ///
    /// @throws Stopped if there is none
    static Browser find() {
        var named = Optional.ofNullable(System.getenv("DOMICILE_BROWSER")).map(Path::of);
        return named.or(Browser::onPath)
                .filter(Files::isExecutable)
                .map(Browser::new)
                .orElseThrow(() ->
                        new Stopped(
                                Main.UNAVAILABLE,
                                "no browser prints here: get the page and print it yourself",
                                "./domicile report KIND --region R --format html --out FILE"));
    }

    private static Optional<Path> onPath() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Prints a page as PDF.
    ///
    /// @throws Stopped if the browser does not
    void print(InputStream page, Path pdf) throws IOException {
        var folder = Files.createTempDirectory("domicile-report");
        var html = folder.resolve("report.html");
        try {
            Files.copy(page, html, StandardCopyOption.REPLACE_EXISTING);
            run(folder, html, pdf.toAbsolutePath());
        } finally {
            delete(folder);
        }
    }

    private void run(Path folder, Path html, Path pdf) throws IOException {
        var command = new ArrayList<>(List.of(program.toString(), "--headless", "--disable-gpu"));
        if (System.getProperty("user.name").equals("root")) {
            // The sandbox does not start for root. The page has no script and loads nothing.
            command.add("--no-sandbox");
        }
        command.add("--user-data-dir=" + folder.resolve("profile"));
        command.add("--no-pdf-header-footer");
        command.add("--print-to-pdf=" + pdf);
        command.add(html.toUri().toString());
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!ended(process) || process.exitValue() != 0) {
            throw new Stopped(
                    Main.UNAVAILABLE,
                    program + " did not print the page",
                    "./domicile report KIND --region R --format html --out FILE");
        }
    }

    private static boolean ended(Process process) {
        try {
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /// The browser's helpers may still be writing there: what stays is of no report.
    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("report.html"));
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (UncheckedIOException _) {
            // The browser's helpers remove some of it themselves, also while we look.
            folder.toFile().deleteOnExit();
        }
    }
}
