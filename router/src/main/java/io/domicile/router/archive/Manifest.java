// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Writes `archive.json`: what the archive is of, for programs.
final class Manifest {

    /// The program, and its version where it is packaged.
    static final String MADE_BY =
            "domicile "
                    + Optional.ofNullable(Manifest.class.getPackage().getImplementationVersion())
                            .orElse("0.1.0-SNAPSHOT");

    private Manifest() {}

    static ObjectNode of(Plan plan, Tally tally, Integrity integrity) {
        var checkpoint = plan.checkpoint();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("origin", checkpoint.origin());
        json.put("size", checkpoint.size());
        json.put("root", checkpoint.root().toString());
        put(json, "from", Optional.ofNullable(plan.range().from()));
        put(json, "to", Optional.ofNullable(plan.range().to()));
        json.put("first", plan.range().first());
        json.put("count", plan.range().count());
        json.put("region", plan.region());
        json.put("generated_at", plan.at().toString());
        json.put("made_by", MADE_BY);
        json.put("export", plan.id().toString());
        plan.onlyOf().ifPresent(tenant -> json.put("tenant", tenant));
        json.put("entries", tally.size());
        json.put("ocsf", plan.ocsf());
        json.put("witnessed", plan.trust().isWitnessed());
        integrity.firstBad().ifPresent(index -> json.put("first_bad", index));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<?> value) {
        json.put(name, value.map(Object::toString).orElse(null));
    }
}
