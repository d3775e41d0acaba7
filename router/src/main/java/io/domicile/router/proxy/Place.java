// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.domicile.router.Fault;
import io.domicile.router.duties.CoarseGrid;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A position in a body: an object with a latitude, a longitude, and perhaps an accuracy and a
/// name, or a GeoJSON point.
///
/// @param parts where its parts stand
record Place(Map<Token.Part, Spot> parts) {

    private static final Map<String, Token.Part> NAMES =
            Map.ofEntries(
                    Map.entry("lat", Token.Part.LAT),
                    Map.entry("latitude", Token.Part.LAT),
                    Map.entry("lon", Token.Part.LON),
                    Map.entry("lng", Token.Part.LON),
                    Map.entry("long", Token.Part.LON),
                    Map.entry("longitude", Token.Part.LON),
                    Map.entry("precision_m", Token.Part.PRECISION),
                    Map.entry("accuracy", Token.Part.PRECISION),
                    Map.entry("label", Token.Part.LABEL),
                    Map.entry("name", Token.Part.LABEL),
                    Map.entry("address", Token.Part.LABEL));
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,20})?");
    private static final Set<String> POINT = Set.of("type", "coordinates");

    Place {
        parts = Map.copyOf(parts);
    }

    /// Reads the position that must stand there, and nothing else with it.
    ///
    /// @throws io.domicile.router.ProblemException with status 422
    static Place of(Spot spot, FieldPath path) {
        var parts = new EnumMap<Token.Part, Spot>(Token.Part.class);
        if (!(spot.value() instanceof ObjectNode object)) {
            throw path.refused(Fault.WRONG_TYPE, "Must be an object with a position.");
        }
        if (object.has("coordinates")) {
            point(object, parts, path);
        } else {
            members(object, parts, path);
        }
        require(parts, Token.Part.LAT, 90, path);
        require(parts, Token.Part.LON, 180, path);
        return new Place(parts);
    }

    private static void members(ObjectNode object, Map<Token.Part, Spot> parts, FieldPath path) {
        for (var member : object.properties()) {
            var part = NAMES.get(member.getKey());
            if (part == null) {
                throw path.refused(Fault.UNKNOWN_FIELD, "A position has no member of such a name.");
            }
            if (parts.put(part, Spot.in(object, member.getKey())) != null) {
                throw path.refused(Fault.CONFLICT, "A part of the position stands there twice.");
            }
        }
    }

    private static void point(ObjectNode object, Map<Token.Part, Spot> parts, FieldPath path) {
        boolean strange = object.properties().stream().anyMatch(m -> !POINT.contains(m.getKey()));
        if (strange
                || !object.path("type").asText().equals("Point")
                || !(object.path("coordinates") instanceof ArrayNode pair)
                || pair.size() != 2) {
            throw path.refused(
                    Fault.WRONG_TYPE, "Must be a GeoJSON point of a longitude and a latitude.");
        }
        parts.put(Token.Part.LON, Spot.in(pair, 0));
        parts.put(Token.Part.LAT, Spot.in(pair, 1));
    }

    private static void require(
            Map<Token.Part, Spot> parts, Token.Part part, double most, FieldPath path) {
        var spot = parts.get(part);
        if (spot == null || !isNumber(spot.value())) {
            throw path.refused(Fault.WRONG_TYPE, "Latitude and longitude must be numbers.");
        }
        double value = degrees(spot.value());
        if (!(value >= -most && value <= most)) {
            throw path.refused(Fault.OUT_OF_RANGE, "Latitude or longitude is out of range.");
        }
    }

    /// Forms and XML write numbers as text.
    private static boolean isNumber(JsonNode value) {
        return value.isNumber()
                || (value.isTextual() && NUMBER.matcher(value.textValue()).matches());
    }

    private static double degrees(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.textValue());
    }

    private static JsonNode like(JsonNode before, double degrees) {
        return before.isNumber() ? new DoubleNode(degrees) : new TextNode(Double.toString(degrees));
    }

    /// The position as the `location` of a record.
    ObjectNode location() {
        var location = JsonNodeFactory.instance.objectNode();
        parts.forEach((part, spot) -> {
            var name = part.pointer().substring("/location/".length());
            var value = spot.value();
            if (!value.isNull()) {
                location.set(
                        name,
                        part != Token.Part.LABEL && isNumber(value)
                                ? new DoubleNode(degrees(value))
                                : value);
            }
        });
        return location;
    }

    /// Puts the middle of the coarse cell in the place of the position, and takes away what else is
    /// known of it.
    void coarsen() {
        var lat = part(Token.Part.LAT);
        var lon = part(Token.Part.LON);
        var cell = CoarseGrid.of(degrees(lat.value()), degrees(lon.value()));
        lat.set(like(lat.value(), cell.lat()));
        lon.set(like(lon.value(), cell.lon()));
        parts.forEach((part, spot) -> {
            switch (part) {
                case LAT, LON -> {
                    // stand there already
                }
                case PRECISION -> spot.set(JsonNodeFactory.instance.numberNode(CoarseGrid.METRES));
                default -> spot.drop();
            }
        });
    }

    private Spot part(Token.Part part) {
        var spot = parts.get(part);
        if (spot == null) {
            throw new IllegalStateException("a position has both coordinates");
        }
        return spot;
    }

    @Override
    public String toString() {
        return "Place";
    }
}
