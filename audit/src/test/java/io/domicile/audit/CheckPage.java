// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.IOException;
import java.nio.file.Path;

/// `verify.html`, opened from its file in a headless browser.
final class CheckPage implements AutoCloseable {
    private static final Path PAGE =
            Path.of("src/main/resources/io/domicile/audit/export/verify.html");
    private static final String DECIDED =
            """
            new Promise(done => {
                const root = document.documentElement, look = () => {
                    if (root.dataset.verdict && root.dataset.verdict !== "running") done(root.dataset.verdict);
                };
                new MutationObserver(look).observe(root, { attributes: true });
                look();
            })\
            """;

    private final Browser browser;

    /// @param chromium the program
    /// @param profile a folder for what it keeps
    CheckPage(Path chromium, Path profile) throws IOException {
        this.browser = new Browser(chromium, profile);
    }

    Browser browser() {
        return browser;
    }

    /// @param before a script that runs before the page's own
    void open(String before) {
        browser.open(PAGE.toAbsolutePath().toUri(), before);
    }

    /// Gives the page a zip.
    ///
    /// @return the verdict: `whole`, `broken`, `unsure` or `unreadable`
    String check(Path zip) {
        return choose("#zip", zip);
    }

    /// Gives one of the page's inputs a file or a folder.
    ///
    /// @return the verdict
    String choose(String input, Path file) {
        browser.choose(input, file);
        return browser.evaluate(DECIDED).asText();
    }

    /// Enters the key that the reader expects.
    ///
    /// @return the verdict with it
    String type(String key) {
        var script =
                "$('key').value = '%s'; $('key').oninput(); document.documentElement.dataset.verdict";
        return browser.evaluate(script.formatted(key)).asText();
    }

    /// All that the page shows.
    String text() {
        return browser.evaluate("document.body.innerText").asText();
    }

    @Override
    public void close() {
        browser.close();
    }
}
