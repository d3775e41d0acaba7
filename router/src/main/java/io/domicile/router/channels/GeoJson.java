// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.intake.Classifier;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.Submission;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/// Maps features of GeoJSON (RFC 7946) whose geometry is a point to records: a person's positions.
///
/// The properties are `account`, and, where they are known, `time` (RFC 3339), `accuracy` (metres)
/// and `label`. What is not understood is refused by name. Where a person is, is collected.
@Singleton
final class GeoJson {

    private static final Set<String> COLLECTION = Set.of("type", "features", "bbox");
    private static final Set<String> FEATURE =
            Set.of("type", "id", "geometry", "properties", "bbox");
    private static final Set<String> POINT = Set.of("type", "coordinates", "bbox");
    private static final Set<String> PROPERTIES = Set.of("account", "time", "accuracy", "label");

    private final Classifier classifier;

    GeoJson(Classifier classifier) {
        this.classifier = classifier;
    }

    /// Whether the document is several features.
    ///
    /// @throws io.domicile.router.ProblemException with status 422 if it is not even one
    static boolean isCollection(ObjectNode document) {
        var fields = Fields.of(document);
        return switch (fields.requiredText("type", 64)) {
            case "Feature" -> false;
            case "FeatureCollection" -> true;
            default ->
                    throw fields.at(
                            "type",
                            Fault.UNSUPPORTED_PAYLOAD,
                            "Send a Feature or a FeatureCollection.");
        };
    }

    /// The features of a collection, not read yet.
    ///
    /// @throws io.domicile.router.ProblemException with status 422
    static List<Fields.Element> features(ObjectNode document) {
        var fields = Fields.of(document).only(COLLECTION);
        if (!fields.has("features")) {
            throw fields.at("features", Fault.MISSING_FIELD, "This field must be there.");
        }
        return fields.list("features", feature -> feature);
    }

    /// Reads a feature.
    ///
    /// @throws io.domicile.router.ProblemException with status 422
    Submission read(Fields feature, Channel channel) {
        requireType(feature.only(FEATURE), "Feature");
        var geometry = feature.required("geometry", feature.object("geometry")).only(POINT);
        requireType(geometry, "Point");
        var properties =
                feature.required("properties", feature.object("properties")).only(PROPERTIES);
        var coordinates = coordinates(geometry);
        var position =
                channel.position(
                        coordinates.get(1),
                        coordinates.get(0),
                        properties.number("accuracy", 0, 20_100_000),
                        properties.text("label", 512));
        return channel.submission(
                "loc.point",
                properties.required("account", properties.name("account", 256)),
                classifier.territory(position).orElse(null),
                properties.time("time"),
                position,
                null,
                true);
    }

    private static void requireType(Fields fields, String type) {
        if (!fields.requiredText("type", 64).equals(type)) {
            throw fields.at("type", Fault.UNSUPPORTED_PAYLOAD, "Must be " + type + " here.");
        }
    }

    /// Longitude and latitude; an altitude is dropped.
    private static List<Double> coordinates(Fields point) {
        if (!point.has("coordinates")) {
            throw point.at("coordinates", Fault.MISSING_FIELD, "This field must be there.");
        }
        var numbers = point.list("coordinates", element -> element);
        if (numbers.size() < 2 || numbers.size() > 3) {
            throw point.at(
                    "coordinates", Fault.OUT_OF_RANGE, "Longitude, latitude and perhaps altitude.");
        }
        return List.of(numbers.get(0).number(-180, 180), numbers.get(1).number(-90, 90));
    }
}
