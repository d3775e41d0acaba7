// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.policies.RegionId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of reports, and by which law each is wanted.
enum Kind {
    ROPA,
    TRANSFERS,
    ACCESS,
    ERASURES,
    DISCLOSURES,
    VEHICLE_ANNUAL,
    RESIDENCY;

    /// What is in it.
    Content content() {
        return switch (this) {
            case ROPA -> Content.ROPA;
            case TRANSFERS -> Content.TRANSFERS;
            case ACCESS -> Content.ACCESS;
            case ERASURES -> Content.ERASURES;
            case DISCLOSURES -> Content.DISCLOSURES;
            case VEHICLE_ANNUAL -> Content.VEHICLE_ANNUAL;
            case RESIDENCY -> Content.RESIDENCY;
        };
    }

    boolean hasRows() {
        return !content().columns().isEmpty();
    }

    /// The kind of that name in addresses, for instance `vehicle-annual`.
    static Optional<Kind> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code().equals(code)).findFirst();
    }

    /// The names of all.
    static String codes() {
        return Arrays.stream(values()).map(Kind::code).collect(Collectors.joining(", "));
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The articles that want it of a region; empty if no law of the region does.
    List<String> regime(RegionId region) {
        return switch (region.law()) {
            case "CN" -> mainland();
            case "SG" -> singapore();
            default -> europe();
        };
    }

    private List<String> mainland() {
        return switch (this) {
            case ROPA -> List.of("PIPL 55", "PIPL 56", "NDSMR 12");
            case TRANSFERS -> List.of("PIPL 39", "PIPL 55", "NDSMR 12");
            case ACCESS -> List.of("PIPL 45");
            case ERASURES -> List.of("PIPL 47");
            case DISCLOSURES -> List.of("PIPL 41", "DSL 35", "DSL 36");
            case VEHICLE_ANNUAL -> List.of("Auto Prov. 13", "Auto Prov. 14");
            case RESIDENCY -> List.of("PIPL 40", "CSL(2025) 39");
        };
    }

    private List<String> europe() {
        return switch (this) {
            case ROPA -> List.of("GDPR 30(1)", "GDPR 30(2)");
            case TRANSFERS -> List.of("GDPR 30(1)(e)", "GDPR 44", "GDPR 46");
            case ACCESS -> List.of("GDPR 15");
            case ERASURES -> List.of("GDPR 17", "GDPR 19");
            case DISCLOSURES -> List.of("GDPR 48", "Data Act 32", "Reg 2023/1543");
            case VEHICLE_ANNUAL -> List.of();
            case RESIDENCY -> List.of("GDPR 5(2)", "GDPR 44");
        };
    }

    private List<String> singapore() {
        return switch (this) {
            case ROPA -> List.of("PDPA 11", "PDPA 12");
            case TRANSFERS -> List.of("PDPA 26");
            case ACCESS -> List.of("PDPA 21");
            case ERASURES -> List.of("PDPA 25");
            case DISCLOSURES -> List.of("CPC 20", "CPC 39", "PDPA 26");
            case VEHICLE_ANNUAL -> List.of();
            case RESIDENCY -> List.of("PDPA 24", "PDPA 26");
        };
    }
}
