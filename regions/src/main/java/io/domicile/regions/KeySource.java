// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.RegionsConfig.Region;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.keys.TokenKeys;
import io.domicile.regions.keys.TransitKeys;
import io.domicile.regions.keys.TransitPlace;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Opens the keys of regions where configuration says they are.
///
/// @param home the folder of key stores that configuration does not place
/// @param generate whether to make key stores that are missing, and to accept such
record KeySource(Path home, boolean generate) {

    /// @throws ResidenceUnavailable if they cannot be used; the message names the property
    RegionKeys open(RegionId id, Region region) {
        return switch (region.keys().provider()) {
            case FILE -> file(id, region);
            case PKCS11 -> token(id, region);
            case TRANSIT -> transit(id, region);
        };
    }

    private RegionKeys file(RegionId id, Region region) {
        if (region.keys().certified()) {
            throw new ResidenceUnavailable(
                    property(id, "certified") + ": keys in a file are in no certified module");
        }
        var folder = home.resolve(id.code());
        return KeyStoreFile.find(
                id,
                Suite.named(region.suite()),
                region.keyStore().orElse(folder.resolve("keys.p12")),
                region.keyStorePasswordFile().orElse(folder.resolve("keys.password")),
                generate);
    }

    private static RegionKeys token(RegionId id, Region region) {
        var token = region.keys().pkcs11();
        var place =
                new TokenKeys.Place(
                        wanted(token.library(), id, "pkcs11.library"),
                        wanted(token.slot(), id, "pkcs11.slot"),
                        wanted(token.pinFile(), id, "pkcs11.pin-file"));
        return TokenKeys.open(id, Suite.named(region.suite()), place, region.keys().certified());
    }

    private static RegionKeys transit(RegionId id, Region region) {
        var transit = region.keys().transit();
        var place =
                new TransitPlace(
                        wanted(transit.url(), id, "transit.url"),
                        transit.mount(),
                        transit.namespace(),
                        transit.tokenFile(),
                        "DOMICILE_" + id.code().toUpperCase(Locale.ROOT) + "_TRANSIT_TOKEN",
                        transit.certificateFile(),
                        transit.timeout());
        return TransitKeys.open(id, Suite.named(region.suite()), place, region.keys().certified());
    }

    private static <T> T wanted(Optional<T> value, RegionId id, String name) {
        return value.orElseThrow(
                () -> new ResidenceUnavailable(property(id, name) + " is missing"));
    }

    private static String property(RegionId id, String name) {
        return "domicile.regions." + id + ".keys." + name;
    }
}
