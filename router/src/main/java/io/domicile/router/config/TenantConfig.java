// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What the gateway's register knows of a tenant: facts that no record may assert.
public interface TenantConfig {

    /// ISO 3166 codes of the territories it is established in, the main one first. Without one, its
    /// records are quarantined.
    Optional<List<String>> establishments();

    /// Whether it is an operator of critical information infrastructure (CSL 39).
    @WithDefault("false")
    boolean ciio();

    /// Its level of the multi-level protection scheme, 1 to 5.
    OptionalInt mlps();

    /// Whether it is, or has entrusted, a unit qualified for surveying (Surveying Law 27).
    @WithDefault("false")
    boolean surveyQualified();

    /// Duties of its own that it says are done, each `KIND` or `KIND=ref`, for instance
    /// `NOTICE.ART13=notice-7`.
    Optional<List<String>> attestations();

    /// Transfer mechanisms that it holds, each `ID=last day`, for instance `SC=2028-06-30`.
    Optional<List<String>> mechanisms();

    /// Facts of the channels that carry no facts themselves: `wechat`, `owntracks`.
    Map<String, ChannelConfig> channels();

    /// Facts of single accounts; they go before those of the channel.
    Map<String, AccountConfig> accounts();
}
