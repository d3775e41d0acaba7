// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FreshHome.class)
class EditionTest {

    private static final String ENTRIES =
            """
            select (select count(*) from audit_outbox) + (select count(*) from audit_index)
            """;

    @Inject Residences residences;

    @BeforeEach
    void empty() {
        Superuser.update(residence(), "delete from register");
    }

    @Test
    void an_edition_comes_back_as_it_was_entered() {
        // when
        var entered = enter(0, "{}").orElseThrow();

        // then
        assertEquals(1, entered.id().version());
        assertEquals("service", entered.actor());
        assertEquals(Optional.of(entered), residence().edition(Samples.TENANT));
        assertEquals(Optional.of(entered), residence().edition(Samples.TENANT, 1));
        assertEquals(List.of(entered.id()), residence().latestEditions());
        assertTrue(residence().edition("another").isEmpty());
        assertTrue(residence().edition(Samples.TENANT, 2).isEmpty());
    }

    @Test
    void an_edition_that_replaces_another_than_the_latest_leaves_no_trace() {
        // given
        assertTrue(enter(0, "{}").isPresent());
        assertTrue(enter(1, "{}").isPresent());
        var before = Superuser.query(residence(), ENTRIES);

        // when
        var outcomes = IntStream.of(0, 1, 3).mapToObj(after -> enter(after, "{}")).toList();

        // then
        assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.empty()), outcomes);
        assertEquals(before, Superuser.query(residence(), ENTRIES));
        assertEquals(2, residence().latestEditions().getFirst().version());
    }

    @Test
    void of_editors_at_the_same_time_one_wins() {
        // when
        List<Optional<Edition>> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outcomes =
                    IntStream.range(0, 4)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(() -> enter(0, "{}"), threads))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();
        }

        // then
        assertEquals(1, outcomes.stream().filter(Optional::isPresent).count());
        assertEquals(1, residence().editions(Samples.TENANT, Long.MAX_VALUE, 10).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document = '{\"ciio\":false}'",
                "changes = '/mlps'",
                "actor = 'compliance'",
                "entered_at = entered_at - interval '1 day'",
                "event_id = gen_random_uuid()",
                "tenant = 'another'",
                "version = 7",
                "mac = set_byte(mac, 0, get_byte(mac, 0) # 1)"
            })
    void an_edition_that_was_changed_is_not_believed(String change) {
        // given
        assertTrue(enter(0, "{}").isPresent());
        assertEquals(1, Superuser.update(residence(), "update register set " + change));

        // when
        var id = residence().latestEditions().getFirst();

        // then
        assertThrows(SealBroken.class, () -> residence().edition(id.tenant(), id.version()));
        var listed = residence().editions(id.tenant(), Long.MAX_VALUE, 10).getFirst();
        assertFalse(listed.intact());
    }

    private Optional<Edition> enter(long after, String document) {
        var draft = new Edition.Draft(after, document, List.of("/ciio"));
        return residence().enter(draft, Samples.note("register"));
    }

    private Residence residence() {
        return residences.at(RegionId.of("nl"));
    }
}
