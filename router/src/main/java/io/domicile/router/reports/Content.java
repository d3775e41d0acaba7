// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.reports;

import static io.domicile.router.auth.Roles.COMPLIANCE;
import static io.domicile.router.auth.Roles.OPERATOR;
import static io.domicile.router.auth.Roles.REGULATOR;
import static io.domicile.router.reports.Field.ATTESTATIONS;
import static io.domicile.router.reports.Field.COMPLAINTS;
import static io.domicile.router.reports.Field.CONTACT;
import static io.domicile.router.reports.Field.CONTROLLER;
import static io.domicile.router.reports.Field.CONTROLLERS;
import static io.domicile.router.reports.Field.DEMANDS_NOW;
import static io.domicile.router.reports.Field.DOMESTIC_RECIPIENTS;
import static io.domicile.router.reports.Field.DPO;
import static io.domicile.router.reports.Field.ERASURE_TIME_LIMITS;
import static io.domicile.router.reports.Field.ESTABLISHMENTS;
import static io.domicile.router.reports.Field.EXPORT_VOLUMES;
import static io.domicile.router.reports.Field.INCIDENTS;
import static io.domicile.router.reports.Field.JOINT_CONTROLLERS;
import static io.domicile.router.reports.Field.MECHANISMS;
import static io.domicile.router.reports.Field.NECESSITY;
import static io.domicile.router.reports.Field.NOTHING_LEFT;
import static io.domicile.router.reports.Field.RECIPIENTS;
import static io.domicile.router.reports.Field.REPRESENTATIVE;
import static io.domicile.router.reports.Field.SAFETY_OFFICER;
import static io.domicile.router.reports.Field.SEALING;
import static io.domicile.router.reports.Field.SECURITY_MEASURES;
import static io.domicile.router.reports.Field.STORAGE_PLACE;
import static io.domicile.router.reports.Field.SUBJECT_CATEGORIES;
import static io.domicile.router.reports.Field.USER_RIGHTS_CONTACT;

import java.util.List;
import java.util.Set;

/// What is in a kind of report (LAW 4), and for whom.
///
/// @param roles who may have it
/// @param fields what it states
/// @param countings what it counts
/// @param columns the columns of its rows; none if it has no rows
record Content(
        Set<String> roles, List<Field> fields, List<Counting> countings, List<String> columns) {

    static final Content ROPA =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR, OPERATOR),
                    List.of(
                            CONTROLLERS,
                            CONTROLLER,
                            CONTACT,
                            JOINT_CONTROLLERS,
                            REPRESENTATIVE,
                            DPO,
                            ESTABLISHMENTS,
                            SUBJECT_CATEGORIES,
                            RECIPIENTS,
                            MECHANISMS,
                            ATTESTATIONS,
                            STORAGE_PLACE,
                            ERASURE_TIME_LIMITS,
                            SEALING,
                            SECURITY_MEASURES),
                    Countings.ROPA,
                    List.of());

    static final Content TRANSFERS =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR),
                    List.of(
                            CONTROLLER,
                            CONTACT,
                            ESTABLISHMENTS,
                            MECHANISMS,
                            ATTESTATIONS,
                            EXPORT_VOLUMES),
                    Countings.TRANSFERS,
                    TransferRows.COLUMNS);

    static final Content ACCESS =
            new Content(
                    Set.of(COMPLIANCE),
                    List.of(CONTROLLER, CONTACT, DPO, RECIPIENTS, ERASURE_TIME_LIMITS),
                    Countings.ACCESS,
                    EventRows.COLUMNS);

    static final Content ERASURES =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR),
                    List.of(CONTROLLER, CONTACT, ERASURE_TIME_LIMITS, SEALING),
                    Countings.ERASED,
                    ErasureRows.COLUMNS);

    static final Content DISCLOSURES =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR, OPERATOR),
                    List.of(CONTROLLER, CONTACT, DPO, STORAGE_PLACE, DEMANDS_NOW),
                    Countings.DISCLOSED,
                    DisclosureRows.COLUMNS);

    static final Content VEHICLE_ANNUAL =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR),
                    List.of(
                            CONTROLLER,
                            SAFETY_OFFICER,
                            USER_RIGHTS_CONTACT,
                            NECESSITY,
                            SECURITY_MEASURES,
                            SEALING,
                            STORAGE_PLACE,
                            ERASURE_TIME_LIMITS,
                            DOMESTIC_RECIPIENTS,
                            INCIDENTS,
                            COMPLAINTS,
                            MECHANISMS,
                            EXPORT_VOLUMES),
                    Countings.VEHICLES,
                    List.of());

    static final Content RESIDENCY =
            new Content(
                    Set.of(COMPLIANCE, REGULATOR, OPERATOR),
                    List.of(STORAGE_PLACE, SEALING, ESTABLISHMENTS, NOTHING_LEFT),
                    Countings.RESIDENCY,
                    List.of());

    Content {
        roles = Set.copyOf(roles);
        fields = List.copyOf(fields);
        countings = List.copyOf(countings);
        columns = List.copyOf(columns);
    }
}
