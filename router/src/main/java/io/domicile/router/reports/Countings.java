// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import io.domicile.router.auth.Roles;
import java.util.List;

/// What is counted, report by report.
final class Countings {

    static final Counting STORED =
            Counting.of("records_stored", "type", "decision", "act", "store", "res", "ok");
    static final Counting REFUSED =
            Counting.of("records_refused", "type", "decision", "act", "deny");
    static final Counting BEGUN =
            Counting.of(
                    "transfers_begun",
                    "type",
                    "transfer",
                    "act",
                    "transfer",
                    "class",
                    "phase:begun");
    static final Counting MOVED_OUT =
            Counting.of("moved_out", "type", "transfer", "class", "phase:released");
    static final Counting COPIED_OUT =
            Counting.of("copied_out", "type", "transfer", "class", "phase:copied");
    static final Counting READS_ABROAD =
            Counting.of(
                    "reads_abroad", "type", "read", "act", "read", "res", "ok", "to", Where.ANY);
    static final Counting FOUND_ABROAD =
            Counting.of(
                    "found_abroad", "type", "search", "act", "read", "res", "ok", "to", Where.ANY);

    /// What a region's log said to a caller elsewhere.
    static final Counting TOLD_ABROAD =
            Counting.of(
                    "told_abroad",
                    "type",
                    "export",
                    "type",
                    "report",
                    "type",
                    "entries",
                    "type",
                    "statement",
                    "type",
                    "breach",
                    "type",
                    "log",
                    "act",
                    "export",
                    "act",
                    "report",
                    "act",
                    "read",
                    "res",
                    "ok",
                    "to",
                    Where.ANY);

    /// The same to those who are told of all tenants.
    static final Counting LOG_TOLD_ABROAD =
            TOLD_ABROAD.ofAll("log_told_abroad", "actor", List.of(Roles.REGULATOR, Roles.OPERATOR));

    static final Counting ERASURES =
            Counting.of("erasures", "type", "erasure", "act", "erase", "res", "ok");

    private static final Counting STAYED =
            Counting.of("transfers_refused", "type", "transfer", "act", "deny");
    private static final Counting ARRIVED =
            Counting.of("arrived", "type", "transfer", "class", "phase:opened");
    private static final Counting EXPIRED =
            Counting.of("records_expired", "type", "retention", "act", "erase").sum("records");
    private static final Counting IN_CARS =
            Counting.of(
                    "vehicle_records", "type", "decision", "act", "store", "class", "cn.auto.pi");
    private static final Counting CARS_ABROAD =
            Counting.of(
                    "vehicle_transfers",
                    "type",
                    "transfer",
                    "class",
                    "phase:begun",
                    "class",
                    "cn.auto.pi");

    /// Records of processing (GDPR 30, NDSMR 12).
    static final List<Counting> ROPA =
            List.of(
                    STORED,
                    of(STORED, "records_by_tenant", "tenant"),
                    of(STORED, "purposes", "purpose"),
                    of(STORED, "data_categories", "class"),
                    of(BEGUN, "transfers_by_country", "to"),
                    of(READS_ABROAD, "reads_by_country", "to"),
                    REFUSED,
                    ERASURES,
                    EXPIRED);

    /// The register of transfers (PIPL 39, 55; GDPR 30(1)(e); PDPA 26).
    static final List<Counting> TRANSFERS =
            List.of(
                    BEGUN,
                    of(BEGUN, "transfers_by_country", "to"),
                    of(BEGUN, "transfers_by_label", "class"),
                    MOVED_OUT,
                    COPIED_OUT,
                    STAYED,
                    READS_ABROAD,
                    of(READS_ABROAD, "reads_by_country", "to"),
                    FOUND_ABROAD,
                    ARRIVED);

    /// What was done with one person's records (GDPR 15, PIPL 45, PDPA 21).
    static final List<Counting> ACCESS =
            List.of(
                    Counting.of("events").by("act"),
                    Counting.of("reads", "act", "read", "res", "ok"),
                    READS_ABROAD,
                    FOUND_ABROAD,
                    of(Counting.of("", "act", "read", "res", "ok"), "reads_by_purpose", "purpose"),
                    Counting.of("refused", "act", "deny"));

    /// Erasures (GDPR 17, 19; PIPL 47; PDPA 25).
    static final List<Counting> ERASED =
            List.of(
                    ERASURES,
                    Counting.of("keys_destroyed", "type", "erasure", "act", "erase").sum("keys"),
                    Counting.of("erasures_refused", "type", "erasure", "act", "deny"),
                    Counting.of("sessions_ended", "type", "session", "act", "erase"),
                    EXPIRED,
                    Counting.of("network_logs_ended", "type", "retention", "act", "erase")
                            .sum("network_logs"),
                    Counting.of("holds_placed", "type", "hold", "act", "hold"),
                    Counting.of("holds_released", "type", "hold", "act", "release"));

    /// Vehicle data (Auto Prov. 13, 14).
    static final List<Counting> VEHICLES =
            List.of(
                    IN_CARS,
                    of(IN_CARS, "vehicle_kinds", "class"),
                    of(IN_CARS, "vehicle_purposes", "purpose"),
                    CARS_ABROAD,
                    of(CARS_ABROAD, "vehicle_recipients", "to"),
                    of(CARS_ABROAD, "vehicle_transfer_purposes", "purpose"),
                    Counting.of("breaches", "type", "breach"));

    /// Where records rest.
    static final List<Counting> RESIDENCY =
            List.of(
                    STORED,
                    of(STORED, "records_by_origin", "from"),
                    of(STORED, "records_by_home", "to"),
                    of(STORED, "data_categories", "class"),
                    Counting.of("records_held", "type", "decision", "act", "quarantine"),
                    Counting.of("records_referred", "type", "decision", "act", "refer"),
                    REFUSED,
                    MOVED_OUT,
                    COPIED_OUT,
                    of(BEGUN, "transfers_by_country", "to"),
                    READS_ABROAD,
                    FOUND_ABROAD,
                    TOLD_ABROAD,
                    LOG_TOLD_ABROAD,
                    ARRIVED,
                    of(Counting.of("", "type", "proof", "act", "prove"), "proofs", "res"));

    private Countings() {}

    private static Counting of(Counting all, String name, String by) {
        return new Counting(name, all.where(), all.by(), all.sum(), all.ofAll()).by(by);
    }
}
