// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.classify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says which territory a coordinate lies in, and how sure that is.
///
/// GCJ-02 is answered by borders that were shifted into GCJ-02; the coordinate stays as it came.
/// Immutable once loaded, so any thread may ask.
public final class Territories {
    private static final String UNUSABLE = "ZZ";

    /// Where Chinese map services shift coordinates.
    private static final Set<String> SHIFTED = Set.of("CN", "HK", "MO");

    /// A worse fix is looked at as one of this accuracy, and its territory is open.
    private static final double WORST_M = 50_000;

    private final Law law;
    private final String dataVersion;
    private final Layer plain;
    private final Layer shifted;
    private final Set<Integer> shiftedAreas;
    private final Shapes plainShapes;
    private final Shapes shiftedShapes;
    private final List<String> areaNames;

    /// By set of areas: the whole answer where nothing is near.
    private final List<Place> quietPlaces;

    private final Place unusable;

    private Territories(BorderFile file, Overlay overlay) {
        law = new Law(overlay);
        areaNames = file.areas();
        dataVersion = file.version();
        var territories = file.areas().stream().map(law::territoryOf).toList();
        shiftedAreas =
                IntStream.range(0, territories.size())
                        .filter(area -> SHIFTED.contains(territories.get(area)))
                        .boxed()
                        .collect(Collectors.toUnmodifiableSet());
        var sets = new AreaSets(territories.size());
        plain = Layer.plain(file, sets, territories);
        shifted = Layer.shifted(file, sets, territories, shiftedAreas);
        sets.freeze();
        plainShapes = new Shapes(overlay.zones().stream().map(Shape::plain).toList());
        shiftedShapes =
                new Shapes(
                        overlay.zones().stream()
                                .filter(zone -> zone.in().stream().anyMatch(SHIFTED::contains))
                                .map(Shape::shifted)
                                .toList());
        quietPlaces =
                IntStream.range(0, sets.size())
                        .mapToObj(set -> quietPlace(ground(sets.areas(set))))
                        .toList();
        unusable =
                new Place(
                        UNUSABLE, Bucket.ROW, List.of(), Set.of(Flag.INVALID_FIX), 0, dataVersion);
    }

    /// Reads the borders and the overlay from the class path.
    ///
    /// @throws UncheckedIOException if they are not there or not readable
    public static Territories load() {
        try {
            return new Territories(
                    BorderFile.read(resource("borders.bin")),
                    Overlay.read(resource("overlay.json")));
        } catch (IOException e) {
            throw new UncheckedIOException("the territory data cannot be read", e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        var stream = Territories.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IOException("no " + name + " on the class path");
        }
        return stream;
    }

    /// The bucket of an ISO 3166-1 alpha-2 code in capitals; ROW for any it does not know.
    public Bucket bucketOf(String territory) {
        return law.bucketOf(territory);
    }

    /// Names the border data.
    public String dataVersion() {
        return dataVersion;
    }

    /// Whether the candidates of a place lie in different buckets.
    public boolean bucketsDiffer(Place place) {
        return place.candidates().stream().map(this::bucketOf).distinct().count() > 1;
    }

    /// Classifies a fix; any double will do.
    ///
    /// @param lat degrees north
    /// @param lon degrees east
    /// @param datum what the channel says the degrees mean
    /// @param accuracyM radius of the fix in metres; NaN or negative where unknown
    public Place locate(double lat, double lon, Datum datum, double accuracyM) {
        if (!usable(lat, lon)) {
            return unusable;
        }
        var point = new Point(lat, lon);
        if (accuracyM > WORST_M) {
            return open(place(point, datum, WORST_M));
        }
        return place(point, datum, accuracyM >= 0 ? accuracyM : 0);
    }

    private Place place(Point point, Datum datum, double accuracy) {
        return switch (datum) {
            case WGS84, CGCS2000 -> plain(point, accuracy);
            case GCJ02 -> shifted(point, point, accuracy);
            case BD09 -> shifted(Gcj02.fromBd09(point.lat(), point.lon()), point, accuracy);
            case UNKNOWN -> either(plain(point, accuracy), shifted(point, point, accuracy));
        };
    }

    private static Place open(Place place) {
        var flags = EnumSet.of(Flag.AMBIGUOUS);
        flags.addAll(place.flags());
        return new Place(
                place.territory(),
                place.bucket(),
                place.candidates(),
                flags,
                place.marginM(),
                place.dataVersion());
    }

    /// The same whole number twice is no fix either, but what broken devices send.
    private static boolean usable(double lat, double lon) {
        return Math.abs(lat) <= 90
                && Math.abs(lon) <= 180
                && !(lat == lon && lat == Math.rint(lat));
    }

    private Place plain(Point point, double accuracy) {
        int set = plain.setAt(point);
        var shapes = plainShapes.around(point);
        if (shapes.isEmpty() && Survey.quiet(plain, point, accuracy)) {
            return quietPlaces.get(set);
        }
        var survey = new Survey(accuracy);
        survey.borders(plain, survey.lines(plain, point), Set.of());
        return place(survey, ground(plain.areasAt(point)), point, shapes);
    }

    /// Reads a point in GCJ-02. Outside the shifted territories the services give WGS-84, so there
    /// the map counts as it is.
    ///
    /// @param point in GCJ-02
    /// @param raw as it came
    private Place shifted(Point point, Point raw, double accuracy) {
        int set = shifted.setAt(point);
        if (Survey.quiet(shifted, point, accuracy)) {
            if (set == AreaSets.NONE) {
                return plain(raw, accuracy);
            }
            if (shiftedShapes.around(point).isEmpty()) {
                return quietPlaces.get(set);
            }
        }
        var survey = new Survey(accuracy);
        var lines = survey.lines(shifted, point);
        survey.borders(shifted, lines, Set.of());
        if (set == AreaSets.NONE) {
            survey.borders(plain, survey.lines(plain, raw), shiftedAreas);
            return place(
                    survey,
                    ground(beside(plain.areasAt(raw), lines)),
                    raw,
                    plainShapes.around(raw));
        }
        return place(survey, ground(shifted.areasAt(point)), point, shiftedShapes.around(point));
    }

    /// What a point lies in that is outside all shifted borders. Where the map as it is has it
    /// inside, it lies between the true and the shifted border, and belongs to the neighbour.
    private List<Integer> beside(List<Integer> areas, Nearby lines) {
        if (areas.stream().noneMatch(shiftedAreas::contains)) {
            return areas;
        }
        return IntStream.range(0, lines.size())
                .boxed()
                .min(Comparator.comparingDouble(lines::distance))
                .map(nearest -> shifted.lines().get(lines.line(nearest)).areas())
                .orElse(List.of())
                .stream()
                .filter(area -> !shiftedAreas.contains(area))
                .toList();
    }

    private Ground ground(List<Integer> areas) {
        return law.ground(areas.stream().map(areaNames::get).toList());
    }

    private Place quietPlace(Ground ground) {
        var survey = new Survey(0);
        survey.ground(ground);
        return survey.place(ground.territory(), law.bucketOf(ground.territory()), dataVersion);
    }

    private Place place(Survey survey, Ground ground, Point point, List<Shape> shapes) {
        var territory = ground.territory();
        for (var shape : shapes) {
            if (shape.zone().in().contains(ground.territory())) {
                var moved = survey.zone(shape, point);
                territory = moved == null ? territory : moved;
            }
        }
        if (territory.equals(ground.territory())) {
            survey.ground(ground);
        }
        return survey.place(territory, law.bucketOf(territory), dataVersion);
    }

    /// Joins two readings of a point whose datum nobody named. Where they differ, the bucket with
    /// the stricter law goes first.
    private Place either(Place plain, Place shifted) {
        if (plain.equals(shifted)) {
            return plain;
        }
        var flags = EnumSet.noneOf(Flag.class);
        flags.addAll(plain.flags());
        flags.addAll(shifted.flags());
        var candidates = new TreeSet<>(plain.candidates());
        candidates.addAll(shifted.candidates());
        if (!plain.territory().equals(shifted.territory())) {
            flags.addAll(Set.of(Flag.BORDER_ZONE, Flag.AMBIGUOUS, Flag.DATUM_UNKNOWN));
        }
        var first = shifted.bucket().compareTo(plain.bucket()) < 0 ? shifted : plain;
        double margin = Math.min(plain.marginM(), shifted.marginM());
        return new Place(
                first.territory(),
                first.bucket(),
                List.copyOf(candidates),
                flags,
                margin,
                dataVersion);
    }
}
