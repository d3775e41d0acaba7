// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Facts about what comes through a channel whose payloads do not state them.
public interface ChannelConfig {

    /// Home of accounts that have none of their own.
    Optional<String> home();

    /// Age in years of accounts that have none of their own; 18 for attested adults.
    OptionalInt age();

    /// Territory of collection for payloads without a coordinate.
    Optional<String> collect();

    /// Coordinate system of the channel's positions: `WGS84`, `GCJ02`, `CGCS2000` or `BD09`.
    Optional<String> crs();

    /// Accuracy in metres of positions that state none.
    OptionalDouble precisionM();

    /// `phone` or `in_car`; without one `phone` for `owntracks` and `wechat`, and unknown for the
    /// others.
    Optional<String> via();

    /// What the records are for.
    Optional<String> purpose();

    /// Consents that the tenant holds from every user of the channel.
    Optional<Set<String>> consents();

    /// WeChat: the token that signs the callbacks.
    Optional<String> token();

    /// WeChat: ids of the official accounts (`ToUserName`), or `*`.
    Optional<Set<String>> receivers();

    /// WeChat: the `EncodingAESKey` of 43 characters, and, while it changes, the one before. With
    /// one, callbacks that are not encrypted are refused.
    Optional<List<String>> aesKeys();

    /// WeChat: the AppID that encrypted callbacks must be for.
    Optional<String> appId();

    /// WeChat: how old a callback may be.
    @WithDefault("5M")
    Duration freshness();
}
