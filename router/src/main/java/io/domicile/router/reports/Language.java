// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/// The languages that reports are written in.
enum Language {
    EN,
    ZH,
    NL;

    private static final String TEXTS = "io.domicile.router.reports.texts";

    /// Never the language of the machine.
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /// The language of that code, for instance `nl`; of `nl-BE` too.
    static Optional<Language> of(String code) {
        var primary = code.split("[-_]", 2)[0];
        return Arrays.stream(values())
                .filter(one -> one.code().equalsIgnoreCase(primary))
                .findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The words for a thing, for instance `figure.erasures`.
    ///
    /// @throws java.util.MissingResourceException if there are none
    String text(String key) {
        return ResourceBundle.getBundle(TEXTS, Locale.of(code()), EXACT).getString(key);
    }
}
