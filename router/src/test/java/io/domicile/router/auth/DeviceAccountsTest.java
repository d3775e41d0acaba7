// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.Settings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAccountsTest {

    private static final String JANE = "domicile.tenants.fleet.accounts.jane.password";

    /// Of `open sesame`.
    private static final String HASH =
            "pbkdf2-sha256$100000$MDEyMzQ1Njc4OWFiY2RlZg==$A19p7YdhKE5lkRlRtWr1dLngVhh6RQq7gpdssJ0eDXA=";

    @Test
    void a_password_opens_its_account_alone() {
        // given
        var accounts = accounts(Map.of(JANE, HASH), 1);
        var password = "open sesame".toCharArray();

        // when
        var jane = accounts.identity("jane", password);

        // then
        assertEquals("fleet", jane.getAttribute("tenant"));
        assertThrows(
                AuthenticationFailedException.class, () -> accounts.identity("john", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jane", "john"})
    void known_or_not_only_so_many_passwords_are_checked_at_once(String user) {
        // given
        var busy = accounts(Map.of(JANE, HASH), 0);

        // when
        var refused =
                assertThrows(
                        ProblemException.class, () -> busy.identity(user, "open".toCharArray()));

        // then
        assertEquals(Fault.UNAVAILABLE, refused.problem().fault());
        assertEquals("5", refused.problem().response().getHeaderString("Retry-After"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "pbkdf2-sha256$many$MDEyMzQ1Njc4OWFiY2RlZg==$A19p7YdhKE5lkRlRtWr1dA==",
                "pbkdf2-sha256$99999$MDEyMzQ1Njc4OWFiY2RlZg==$A19p7YdhKE5lkRlRtWr1dA==",
                "pbkdf2-sha256$100000$*$A19p7YdhKE5lkRlRtWr1dA=="
            })
    void a_malformed_hash_stops_the_start_and_is_not_told(String hash) {
        // when
        var refused =
                assertThrows(ConfigurationException.class, () -> accounts(Map.of(JANE, hash), 1));

        // then
        var message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("domicile.tenants.fleet.accounts."), message);
        assertFalse(message.contains("jane") || message.contains(hash), message);
    }

    @Test
    void an_account_of_two_tenants_stops_the_start() {
        // given
        var settings = Map.of(JANE, HASH, JANE.replace("fleet", "rival"), HASH);

        // when
        var refused = assertThrows(ConfigurationException.class, () -> accounts(settings, 1));

        // then
        assertTrue(String.valueOf(refused.getMessage()).contains("another tenant"));
    }

    private static DeviceAccounts accounts(Map<String, String> settings, int atOnce) {
        return new DeviceAccounts(Settings.of(settings), atOnce);
    }
}
