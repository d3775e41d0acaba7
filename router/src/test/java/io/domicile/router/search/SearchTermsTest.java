// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.search;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTermsTest {

    private static final String PREFIX = "domicile.tenants.oem.search.";

    @ParameterizedTest
    @CsvSource({
        "fields.body, /message/body",
        "fields.media, /message/media",
        "fields.person, /subjects/0/id",
        "fields.lat, /location/lat",
        "fields.place, /location",
        "fields.all, ''",
        "fields.subject, /purpose",
        "fields.geo, /purpose",
        "fields.Purpose, /purpose",
        "geo-cell, 6",
        "geo-cell, 2"
    })
    void what_must_not_be_in_the_index_stops_the_start(String name, String value) {
        // given
        var tenants = settings(name, value.isEmpty() ? "/" : value).tenants();

        // when
        var refused =
                assertThrows(
                        ConfigurationException.class, () -> SearchTerms.requireSearchable(tenants));

        // then
        assertTrue(String.valueOf(refused.getMessage()).startsWith(PREFIX));
    }

    @Test
    void a_reference_of_a_consent_may_be_searched() {
        // given
        var tenants = settings("fields.contract", "/consents/0/ref").tenants();

        // when, then
        assertDoesNotThrow(() -> SearchTerms.requireSearchable(tenants));
    }

    private static DomicileConfig settings(String name, String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DomicileConfig.class)
                .withDefaultValue(PREFIX + name, value)
                .build()
                .getConfigMapping(DomicileConfig.class);
    }
}
