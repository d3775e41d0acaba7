// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the law adds to the map: the table `overlay.json`, each line with the provision it rests
/// on.
///
/// @param buckets the territories of each bucket but ROW, which has the rest
/// @param areas areas of the border file that are more or other than a territory of the same name
/// @param claims who is taken for the holder where the polygons of several areas overlap
/// @param zones places drawn by hand
record Overlay(Map<Bucket, Group> buckets, List<Area> areas, List<Claim> claims, List<Zone> zones) {
    record Group(List<String> territories, String cite) {}

    /// @param territory the area's own name where it is absent
    record Area(
            String area,
            @Nullable String territory,
            @Nullable List<String> candidates,
            List<Flag> flags,
            String cite) {}

    record Claim(List<String> areas, String territory, List<Flag> flags, String cite) {}

    /// A place drawn by hand.
    ///
    /// @param in the territories of the map that the zone touches; elsewhere it says nothing
    /// @param territory what it makes of them; nothing where absent
    /// @param errorM how far the drawing may be off
    /// @param ring latitude and longitude of each corner
    record Zone(
            String name,
            List<String> in,
            @Nullable String territory,
            @Nullable List<String> candidates,
            List<Flag> flags,
            double errorM,
            List<List<Double>> ring,
            String cite) {
        List<String> others() {
            return candidates == null ? List.of() : candidates;
        }
    }

    static Overlay read(InputStream json) throws IOException {
        try (json) {
            return JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build()
                    .readValue(json, Overlay.class);
        }
    }
}
