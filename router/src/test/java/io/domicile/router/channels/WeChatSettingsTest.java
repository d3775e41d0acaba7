// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Settings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeChatSettingsTest {

    private static final String ONE = "domicile.tenants.one.channels.wechat.";
    private static final String TWO = "domicile.tenants.two.channels.wechat.";

    @Test
    void callbacks_are_fresh_for_five_minutes_where_nothing_else_is_said() {
        // when
        var tenant = Settings.of(Map.of(ONE + "token", "t")).tenants().values().iterator().next();

        // then
        for (var channel : tenant.channels().values()) {
            assertEquals(Duration.ofMinutes(5), channel.freshness());
        }
        assertEquals(Set.of("wechat"), tenant.channels().keySet());
    }

    @Test
    void two_tenants_with_one_token_stop_the_start() {
        // given
        var settings =
                Map.of(
                        ONE + "token", "t1",
                        ONE + "receivers", "gh_1",
                        TWO + "token", "t1",
                        TWO + "receivers", "gh_2");

        // when
        var refused = refused(settings, true);

        // then
        assertTrue(refused.contains(".channels.wechat.token"), refused);
    }

    @ParameterizedTest
    @CsvSource({"*", "'gh_1,*'", "''"})
    void a_token_for_any_official_account_stops_a_production_start(String receivers) {
        // given
        var settings = Map.of(ONE + "token", "t", ONE + "receivers", receivers);

        // when
        var refused = refused(settings, false);

        // then
        assertTrue(refused.contains(ONE + "receivers"), refused);
        assertDoesNotThrow(() -> WeChat.requireSafe(Settings.of(settings).tenants(), true));
    }

    @ParameterizedTest
    @CsvSource({
        "abc, wx1, aes-keys",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDE_G, wx1, aes-keys",
        "'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG,short', wx1, aes-keys",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG, '', app-id"
    })
    void a_key_that_is_none_or_of_nobody_stops_the_start(
            String keys, String appId, String property) {
        // given
        var settings =
                Map.of(
                        ONE + "token",
                        "t",
                        ONE + "receivers",
                        "gh_1",
                        ONE + "aes-keys",
                        keys,
                        ONE + "app-id",
                        appId);

        // when
        var refused = refused(settings, true);

        // then
        assertTrue(refused.contains(ONE + property), refused);
        assertFalse(refused.contains("abc"), refused);
    }

    private static String refused(Map<String, String> settings, boolean development) {
        var tenants = Settings.of(settings).tenants();
        return String.valueOf(
                assertThrows(
                                ConfigurationException.class,
                                () -> WeChat.requireSafe(tenants, development))
                        .getMessage());
    }
}
