// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

/// How many distinct persons' data one legal entity has taken abroad in one calendar year, as CAC
/// 2024 arts 7 and 8 count them: a person whose data went out of both kinds is in both counts.
///
/// @param pi persons of whom other than sensitive personal information went out
/// @param spi persons of whom sensitive personal information went out
public record Volume(long pi, long spi) {

    /// The count of a kind.
    public long of(Export.Kind kind) {
        return switch (kind) {
            case PI -> pi;
            case SPI -> spi;
        };
    }

    /// The same with so many more persons of a kind.
    public Volume plus(Export.Kind kind, long persons) {
        return switch (kind) {
            case PI -> new Volume(pi + persons, spi);
            case SPI -> new Volume(pi, spi + persons);
        };
    }
}
