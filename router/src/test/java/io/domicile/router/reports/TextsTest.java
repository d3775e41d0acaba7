// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {

    /// What stands at the head of every report; [ReportsTest] compares it with reports.
    static final List<String> HEAD =
            List.of(
                    "report_id",
                    "kind",
                    "regime",
                    "region",
                    "tenant",
                    "legal_entity",
                    "period",
                    "generated_at",
                    "policy_bundle_hash",
                    "log_checkpoint",
                    "counted_over",
                    "signer",
                    "language");

    private static final List<String> WORDS =
            List.of(
                    "section.head",
                    "section.statements",
                    "section.figures",
                    "section.rows",
                    "page.missing",
                    "page.counted",
                    "page.again");

    @ParameterizedTest
    @EnumSource(Language.class)
    void each_language_has_a_text_for_all_that_reports_say_and_none_besides(Language language)
            throws IOException {
        // given
        var said = new TreeSet<String>(WORDS);
        HEAD.forEach(name -> said.add("head." + name));
        ReportCsv.SUMMARY.forEach(name -> said.add("summary." + name));
        Arrays.stream(Field.Source.values()).forEach(source -> said.add("source." + source.code()));
        for (var kind : Kind.values()) {
            said.add("kind." + kind.code());
            var content = kind.content();
            content.fields().forEach(field -> said.add("statement." + field.code()));
            content.countings().forEach(counting -> said.add("figure." + counting.name()));
            content.columns().forEach(column -> said.add("column." + column));
        }

        // when
        var texts = texts(language);

        // then
        assertEquals(said, new TreeSet<>(texts.stringPropertyNames()));
        said.forEach(key -> assertFalse(texts.getProperty(key).isBlank(), key));
    }

    @Test
    void figures_of_one_report_have_different_names() {
        for (var kind : Kind.values()) {
            // when
            var names = kind.content().countings().stream().map(Counting::name).toList();

            // then
            assertEquals(names.size(), Set.copyOf(names).size(), kind.code());
        }
    }

    @Test
    void a_language_is_found_by_its_code_and_its_regional_forms() {
        assertEquals(Language.NL, Language.of("nl-BE").orElseThrow());
        assertEquals(Language.ZH, Language.of("zh_CN").orElseThrow());
        assertEquals("删除记录", Language.ZH.text("kind.erasures"));
        assertEquals(
                List.of(),
                Stream.of("fr", "", "english").flatMap(it -> Language.of(it).stream()).toList());
    }

    private static Properties texts(Language language) throws IOException {
        var texts = new Properties();
        var file = "texts_%s.properties".formatted(language.code());
        try (var stream = Objects.requireNonNull(Language.class.getResourceAsStream(file))) {
            texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
