// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.borders;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/// Makes the border file of the territory engine at build time: fine where a routing decision may
/// hang on it, coarse elsewhere.
///
/// Arguments: the table of zones, the file to make, the version of the data. Run by the build with
/// the timeshape artefact on the class path.
final class Borders {
    private static final int FINE_M = 8;
    private static final int COARSE_M = 60;
    private static final int SEA_M = 100;
    private static final String SEA = "XZ";
    private static final int MAGIC = 0x444f_4d42;

    /// Members of the European Union and the three of the EEA, by area; only to choose what is kept
    /// finely.
    private static final Set<String> EU =
            Set.of(
                    ("AT BE BG CY CY-north CZ DE DE-busingen DK EE ES ES-africa FI AX FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
                                    + " GF GP MF MQ RE YT")
                            .split(" "));

    private static final Set<String> EEA = Set.of("IS", "LI", "NO");
    private static final Set<String> ALWAYS_FINE = Set.of("HK", "MO", "SG", "TW");

    private Borders() {}

    /// The build's entry point.
    public static void main(String[] arguments) throws IOException {
        var table = Path.of(arguments[0]);
        var target = Path.of(arguments[1]);
        var areas = new Areas(table);
        var network = new Network();
        Zones.read((zone, polygons) -> {
            if (areas.has(zone)) {
                polygons.forEach(polygon -> network.add(areas.number(zone, polygon), polygon));
            }
        });
        Files.createDirectories(target.getParent());
        var draft = target.resolveSibling(target.getFileName() + ".draft");
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
            write(out, arguments[2], areas.names(), network.arcs());
        }
        Files.move(
                draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(
            DataOutputStream out, String version, List<String> names, List<Arc> arcs)
            throws IOException {
        out.writeInt(MAGIC);
        out.writeUTF(version);
        out.writeShort(names.size());
        for (var name : names) {
            out.writeUTF(name);
        }
        out.writeInt(arcs.size());
        for (var arc : arcs) {
            write(out, names, arc);
        }
    }

    private static void write(DataOutputStream out, List<String> names, Arc arc)
            throws IOException {
        var sides = arc.sides().stream().map(number -> names.get(number - 1)).toList();
        boolean fine = fine(sides, arc.ring());
        var points =
                Simplify.arc(arc, fine ? FINE_M : sides.contains(SEA) ? SEA_M : COARSE_M).points();
        out.writeByte(arc.sides().size());
        for (int side : arc.sides()) {
            out.writeShort(side);
        }
        out.writeBoolean(fine);
        out.writeInt(points.size());
        int x = 0;
        int y = 0;
        for (long point : points) {
            writeVarint(out, Network.x(point) - x);
            writeVarint(out, Network.y(point) - y);
            x = Network.x(point);
            y = Network.y(point);
        }
    }

    private static boolean fine(List<String> sides, boolean ring) {
        return sides.stream().anyMatch(ALWAYS_FINE::contains)
                || !sides.contains(SEA)
                        && (ring || sides.stream().map(Borders::group).distinct().count() > 1);
    }

    private static String group(String area) {
        return area.equals("CN")
                ? "CN"
                : EU.contains(area) ? "EU" : EEA.contains(area) ? "EEA" : "ROW";
    }

    /// Zigzag, then seven bits a byte, lowest first.
    private static void writeVarint(DataOutputStream out, int value) throws IOException {
        int rest = value << 1 ^ value >> 31;
        while ((rest & ~0x7f) != 0) {
            out.writeByte(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
