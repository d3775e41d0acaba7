// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.util.List;
import java.util.Map;

/// One rule that took part in a decision.
///
/// @param rule the id of the rule, for instance `R7` or `pipl_31`
/// @param cite the articles behind it, for instance `GDPR 8`
/// @param text a short sentence by language: `en`, `zh`, `nl`
public record Reason(String rule, List<String> cite, Map<String, String> text) {

    public Reason {
        cite = List.copyOf(cite);
        text = Map.copyOf(text);
    }
}
