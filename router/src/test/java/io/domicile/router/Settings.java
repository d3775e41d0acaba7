// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.router.config.DomicileConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/// Settings without a running gateway.
public final class Settings {

    private Settings() {}

    public static DomicileConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(DomicileConfig.class)
                .addDiscoveredConverters()
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(DomicileConfig.class);
    }
}
