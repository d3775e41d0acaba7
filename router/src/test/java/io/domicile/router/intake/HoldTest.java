// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Settings;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTest {

    @ParameterizedTest
    @ValueSource(strings = {"72H", "3D", "1S"})
    void a_hold_of_up_to_three_days_is_taken(String hold) {
        assertDoesNotThrow(() -> Preparation.requireLawful(settings(hold).hold()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"259201S", "4D", "0S", "PT-1S"})
    void a_longer_hold_or_none_stops_the_start(String hold) {
        // when
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> Preparation.requireLawful(settings(hold).hold()));

        // then
        assertTrue(String.valueOf(refused.getMessage()).startsWith("domicile.intake.hold"));
    }

    private static DomicileConfig.Intake settings(String hold) {
        return Settings.of(Map.of("domicile.intake.hold", hold)).intake();
    }
}
