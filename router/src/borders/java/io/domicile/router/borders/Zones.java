// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import net.iakovlev.timeshape.proto.Geojson;

/// Reads the time zone polygons out of the timeshape artefact: a zstd-compressed tar with one
/// protobuf GeoJSON feature per zone.
final class Zones {
    private static final int BLOCK = 512;

    private Zones() {}

    /// Hands each zone's tz name and its polygons to the consumer, in the order of the archive.
    static void read(BiConsumer<String, List<Geojson.Polygon>> consumer) throws IOException {
        try (var tar = new DataInputStream(new ZstdInputStream(new BufferedInputStream(open())))) {
            var header = new byte[BLOCK];
            while (true) {
                tar.readFully(header);
                var name = text(header, 0, 100);
                if (name.isEmpty()) {
                    return;
                }
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                var body = tar.readNBytes(size);
                tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                consumer.accept(name, polygons(Geojson.Feature.parseFrom(body).getGeometry()));
            }
        }
    }

    private static InputStream open() {
        return Objects.requireNonNull(
                Zones.class.getResourceAsStream("/data.tar.zstd"),
                "no zone data on the class path");
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }

    private static List<Geojson.Polygon> polygons(Geojson.Geometry geometry) {
        return geometry.hasPolygon()
                ? List.of(geometry.getPolygon())
                : geometry.getMultiPolygon().getCoordinatesList();
    }
}
