// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Edition;
import io.domicile.router.Json;
import io.domicile.router.intake.FactsDigest;

/// Editions as callers see them.
final class EditionJson {

    private EditionJson() {}

    /// What is said of an edition in a list: all but its document, or nothing but that it is not
    /// what was written.
    static ObjectNode line(Edition edition) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("version", edition.id().version());
        json.put("intact", edition.intact());
        if (!edition.intact()) {
            return json;
        }
        json.put("entered_at", edition.enteredAt().toString());
        json.put("role", edition.actor());
        json.set("changes", Json.array(edition.changes()));
        json.put("digest", FactsDigest.of(Documents.json(edition)));
        json.putObject("audit").put("entry", edition.id().entry().toString());
        return json;
    }

    /// The edition with its document.
    static ObjectNode whole(Edition edition) {
        var json = line(edition);
        json.set("document", Documents.json(edition));
        return json;
    }
}
