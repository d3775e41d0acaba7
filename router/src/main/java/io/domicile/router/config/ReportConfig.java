// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import java.util.Optional;

/// What a tenant states in its reports that no log can tell, in its own words.
public interface ReportConfig {

    /// Name of the controller.
    Optional<String> controller();

    /// How to reach it.
    Optional<String> contact();

    /// With whom it controls jointly.
    Optional<String> jointControllers();

    /// Its representative (GDPR 27, PIPL 53).
    Optional<String> representative();

    /// Its data protection officer.
    Optional<String> dpo();

    /// Whose data it processes, for instance drivers and passengers.
    Optional<String> subjectCategories();

    /// Who receives data besides those whom the log names.
    Optional<String> recipients();

    /// Why vehicle data must be processed (Auto Prov. 13).
    Optional<String> necessity();

    /// The officer for the safety of vehicle data: name and contact.
    Optional<String> safetyOfficer();

    /// Whom users turn to about their rights: name and contact.
    Optional<String> userRightsContact();

    /// Third parties in the mainland that vehicle data is provided to.
    Optional<String> domesticRecipients();

    /// Security incidents of the year and how they were handled.
    Optional<String> incidents();

    /// Complaints of the year and how they were handled.
    Optional<String> complaints();

    /// Measures of security besides those of the gateway.
    Optional<String> securityMeasures();
}
