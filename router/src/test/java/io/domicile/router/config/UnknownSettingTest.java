// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.config;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.regions.RegionsConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domicile.audit.publik",
                "domicile.intake.max-bodi",
                "domicile.tenants.oem.chanels.wechat.token",
                "domicile.tenants.oem.accounts.jane.pasword",
                "domicile.regions.cn.suit"
            })
    void a_misspelt_property_is_named(String property) {
        // given
        var settings =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(DomicileConfig.class)
                        .withMapping(RegionsConfig.class)
                        .withDefaultValue("domicile.regions.cn.suite", "SM4-GCM")
                        .withDefaultValue("domicile.audit.public", "true")
                        .withDefaultValue(property, "x");

        // when
        var refused = assertThrows(ConfigValidationException.class, settings::build);

        // then
        assertTrue(String.valueOf(refused.getMessage()).contains(property), refused.toString());
    }
}
