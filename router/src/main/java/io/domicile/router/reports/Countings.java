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

    /// Copies of messages for people whose homes are elsewhere.
    static final Counting DELIVERED =
            Counting.of("copies_delivered", "type", "transfer", "act", "deliver", "res", "ok");

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
                    "access",
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

    /// A demand of an authority, which is refused, released or pending later.
    static final Counting DEMANDS_RECEIVED =
            Counting.of("demands_received", "type", "disclosure", "act", "disclosure.requested");

    /// Of records to an authority, of whichever country.
    static final Counting HANDED_OVER =
            Counting.of(
                    "hand_overs",
                    "type",
                    "disclosure",
                    "act",
                    "disclosure.released",
                    "class",
                    "phase:handed_over");

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
                    DELIVERED,
                    of(DELIVERED, "deliveries_by_country", "to"),
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

    /// What authorities demanded, for the yearly public report too (GDPR 48, PIPL 41).
    static final List<Counting> DISCLOSED =
            List.of(
                    DEMANDS_RECEIVED,
                    of(DEMANDS_RECEIVED, "demands_by_country", "to"),
                    and(DEMANDS_RECEIVED, "demands_to_preserve", "kind:preserve"),
                    and(DEMANDS_RECEIVED, "demands_gagged", "gagged"),
                    Counting.of(
                            "demands_refused", "type", "disclosure", "act", "disclosure.refused"),
                    Counting.of(
                            "demands_approved",
                            "type",
                            "disclosure",
                            "act",
                            "disclosure.approved",
                            "class",
                            "approvals:2"),
                    HANDED_OVER,
                    sum(HANDED_OVER, "records_disclosed", "records"),
                    sum(HANDED_OVER, "subjects_disclosed", "subjects"));

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
                    DELIVERED,
                    of(BEGUN, "transfers_by_country", "to"),
                    READS_ABROAD,
                    FOUND_ABROAD,
                    TOLD_ABROAD,
                    LOG_TOLD_ABROAD,
                    HANDED_OVER,
                    ARRIVED,
                    of(Counting.of("", "type", "proof", "act", "prove"), "proofs", "res"));

    private Countings() {}

    private static Counting and(Counting all, String name, String label) {
        return new Counting(
                name, all.where().and("class", label), all.by(), all.sum(), all.ofAll());
    }

    private static Counting sum(Counting all, String name, String label) {
        return new Counting(name, all.where(), all.by(), all.sum(), all.ofAll()).sum(label);
    }

    private static Counting of(Counting all, String name, String by) {
        return new Counting(name, all.where(), all.by(), all.sum(), all.ofAll()).by(by);
    }
}
