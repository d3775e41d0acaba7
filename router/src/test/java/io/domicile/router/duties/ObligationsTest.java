// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObligationsTest {

    private static final Path REGO = Path.of("..", "policies", "rego");
    private static final Path TABLE = Path.of("..", "docs", "obligations.md");

    /// A quoted word in capitals: an obligation, or one of [#OTHER_WORDS].
    private static final Pattern WORD = Pattern.compile("\"([A-Z][A-Z0-9_]+(\\.[A-Z0-9_]+)*)\"");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([A-Z0-9_.]+)` \\|[^|]*\\|[^|]*\\| ([^|]*) \\|");

    /// A duty of the tenant that no register can attest in advance, in acts that are not ours yet.
    private static final String BY_CASE = "tenant, case by case";

    /// What else the policies write in capitals: effects, territories and regions, what a decision
    /// needs, mechanisms and their evidence, coordinate systems, kinds of order and of copy, and
    /// consents that are conditions of a permission.
    private static final Set<String> OTHER_WORDS =
            Set.of(
                    ("ALLOW DENY QUARANTINE REFER CH CN GB HK MO NL SG TW US AES SM GCJ02 CGCS2000"
                                    + " WGS84 AUTHORITY NONE PURPOSE PROHIBITED FANOUT RETENTION"
                                    + " SESSION.CLOSED KEYS.EEA US_DSP COMMITMENT COARSEN HOME"
                                    + " ART45 ART46 ART46_UNAVAILABLE ART49_1_B ART49_1_F BCR CBPR"
                                    + " CERT CH_RIDER CONSENT CONSENT.EXPLICIT CONTRACT EPO EPOC"
                                    + " EPOC_PR EU_SCC EXEMPT_ART4 EXEMPT_ART5 EXEMPT_ART5_4"
                                    + " EXEMPT_ART6 GBA_SC INSTRUMENT LAW MAP_REVIEW MLAT PRC_APPROVAL"
                                    + " PRP PUBLIC S26 SA SC SC_OR_CERT SURVEY_APPROVAL TIA_OK TRANSIT"
                                    + " TREATY TW21 UK_ADDENDUM UK_IDTA")
                            .split(" "));

    @Test
    void whatever_the_policies_ask_for_is_known_here() throws IOException {
        // given
        var words = new TreeSet<String>();
        try (var files = Files.walk(REGO)) {
            for (var file : (Iterable<Path>) files.filter(ObligationsTest::isPolicy)::iterator) {
                words(WORD, file).forEach(words::add);
            }
        }

        // when
        var unknown = new TreeSet<>(words);
        unknown.removeIf(Obligations::isKnown);
        unknown.removeAll(OTHER_WORDS);

        // then
        assertTrue(words.contains("ENC.SM") && words.contains("NOTICE.ART13"), "nothing was read");
        assertEquals(Set.of(), unknown);
    }

    @Test
    void the_table_of_obligations_names_each_and_who_carries_it_out() throws IOException {
        // given
        var says =
                Map.of(
                        Obligor.TENANT, "tenant attests",
                        Obligor.CALLER, "caller sends reference",
                        Obligor.NOBODY, "gateway");
        var expected = new TreeMap<String, String>();
        Obligations.all().forEach((code, obligor) -> expected.put(code, says.get(obligor)));

        // when
        var documented = new TreeMap<String, String>();
        ROW.matcher(Files.readString(TABLE))
                .results()
                .forEach(row ->
                        documented.put(
                                row.group(1),
                                row.group(2).equals(BY_CASE) ? "gateway" : row.group(2)));

        // then
        assertEquals(expected, documented);
    }

    @Test
    void an_obligation_that_nobody_knows_is_nobodys() {
        for (var act : Act.values()) {
            assertEquals(Obligor.NOBODY, Obligations.obligor(act, "BRAND.NEW"));
            assertTrue(Obligations.isOwedBefore(act, "BRAND.NEW"));
        }
    }

    private static boolean isPolicy(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".rego") && !name.endsWith("_test.rego");
    }

    private static Stream<String> words(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results().map((MatchResult m) -> m.group(1));
    }
}
