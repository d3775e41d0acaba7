// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KnownPlacesTest {
    record Known(
            String name,
            double lat,
            double lon,
            Datum datum,
            String territory,
            Bucket bucket,
            List<String> flags) {}

    static Stream<Known> places() throws IOException {
        try (var in =
                Objects.requireNonNull(KnownPlacesTest.class.getResourceAsStream("points.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> known(line.split(";", -1)));
        }
    }

    private static Known known(String[] columns) {
        return new Known(
                columns[0],
                Double.parseDouble(columns[1]),
                Double.parseDouble(columns[2]),
                Datum.valueOf(columns[3]),
                columns[4],
                Bucket.valueOf(columns[5]),
                Stream.of(columns[6].split(",")).filter(flag -> !flag.isEmpty()).toList());
    }

    @ParameterizedTest
    @MethodSource("places")
    void a_known_place_is_in_its_territory(Known known) {
        // when
        var place = Loaded.TERRITORIES.locate(known.lat(), known.lon(), known.datum(), 10);

        // then
        assertEquals(known.territory(), place.territory());
        assertEquals(known.bucket(), place.bucket());
        assertTrue(written(place).containsAll(known.flags()), () -> "flags " + place.flags());
        assertTrue(place.candidates().contains(known.territory()));
    }

    @Test
    void the_published_points_score_in_full() throws IOException {
        // given
        var file =
                Path.of(
                        System.getProperty("domicile.shared", "../shared"),
                        "classification_public.json");
        assumeTrue(Files.exists(file), "the published points are not beside the checkout");
        var cases = JsonMapper.builder().build().readTree(file.toFile()).get("locations");

        // when
        var failures =
                StreamSupport.stream(cases.spliterator(), false)
                        .filter(point -> !scores(point))
                        .map(point -> point.get("id").asText())
                        .toList();

        // then
        assertEquals(List.of(), failures);
        assertTrue(cases.size() >= 25);
    }

    /// The rule of the published scorer: the territory or one accepted in its stead, the bucket,
    /// all flags, all candidates.
    private static boolean scores(JsonNode point) {
        var place =
                Loaded.TERRITORIES.locate(
                        point.get("lat").asDouble(),
                        point.get("lon").asDouble(),
                        Datum.valueOf(point.get("datum").asText()),
                        point.get("accuracy_m").asDouble());
        var expect = point.get("expect");
        var accepted = new HashSet<>(strings(expect.path("accept")));
        accepted.add(expect.get("territory").asText());
        return accepted.contains(place.territory())
                && place.bucket().name().equals(expect.get("bucket").asText())
                && written(place).containsAll(strings(expect.path("flags")))
                && place.candidates().containsAll(strings(expect.path("candidates")));
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static List<String> written(Place place) {
        return place.flags().stream().map(Flag::written).toList();
    }
}
