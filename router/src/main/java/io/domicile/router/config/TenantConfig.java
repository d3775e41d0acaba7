// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Facts of a tenant that no record may assert. Those of the tenant itself are where its register
/// begins: once the register was edited, it alone counts.
public interface TenantConfig {

    /// ISO 3166 codes of the territories it is established in, the main one first, each alone or
    /// with the code of the legal entity there: `CN:acme-shanghai`. Without one, its records are
    /// quarantined.
    Optional<List<String>> establishments();

    /// Whether it is an operator of critical information infrastructure (CSL 39).
    @WithDefault("false")
    boolean ciio();

    /// Its level of the multi-level protection scheme, 1 to 5.
    OptionalInt mlps();

    /// Whether it is, or has entrusted, a unit qualified for surveying (Surveying Law 27).
    @WithDefault("false")
    boolean surveyQualified();

    /// Obligations of its own that it says are done, each alone or with the reference of a paper:
    /// `PIA.CN:pia-2026`.
    Optional<List<String>> attestations();

    /// Transfer mechanisms that it holds, each with its last day: `SC:2028-06-30`.
    Optional<List<String>> mechanisms();

    /// What its records are found by.
    SearchConfig search();

    /// What its reports state.
    ReportConfig report();

    /// Facts of the channels that carry no facts themselves: `wechat`, `owntracks`, `traccar`,
    /// `geojson`.
    Map<String, ChannelConfig> channels();

    /// Facts of single accounts; they go before those of the channel.
    Map<String, AccountConfig> accounts();
}
