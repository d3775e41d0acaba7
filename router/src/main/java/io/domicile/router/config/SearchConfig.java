// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import java.util.Map;
import java.util.OptionalInt;

/// What a tenant's records are found by, besides their person and session.
public interface SearchConfig {

    /// JSON Pointers into the record, by the names that searches use.
    Map<String, String> fields();

    /// The level of the geohash cells that positions are found by, 3 to 5. Without one positions
    /// are not found.
    OptionalInt geoCell();
}
