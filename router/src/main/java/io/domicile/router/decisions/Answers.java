// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.decisions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.Decision;
import io.domicile.policies.PolicyRevision;

/// The answer to a question as JSON.
public final class Answers {

    private Answers() {}

    /// The whole decision as the policies gave it, and which policies those were.
    public static ObjectNode of(Decision decision, PolicyRevision policy) {
        ObjectNode json = decision.json().deepCopy();
        json.putObject("policy").put("revision", policy.revision()).put("digest", policy.digest());
        return json;
    }
}
