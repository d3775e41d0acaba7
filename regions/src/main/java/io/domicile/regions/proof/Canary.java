// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.regions.RecordId;
import java.util.List;

/// A record of nobody that was stored so that it can be looked for.
///
/// @param name which of the canaries of its region: `message`
/// @param record where it rests
/// @param secrets its parts that may be in no file
public record Canary(String name, RecordId record, List<Secret> secrets) {

    public Canary {
        secrets = List.copyOf(secrets);
    }
}
