// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsTest {

    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void work_begins_at_once_and_comes_again_when_it_is_woken() throws InterruptedException {
        // given
        var done = new Semaphore(0);
        try (var rounds = new Rounds("test")) {
            rounds.start(() -> {
                done.release();
                return NEVER;
            });
            done.acquire();

            // when
            rounds.wake();

            // then
            done.acquire();
        }
    }

    @Test
    void work_comes_again_when_its_pause_is_over() throws InterruptedException {
        // given
        var thrice = new CountDownLatch(3);
        try (var rounds = new Rounds("test")) {

            // when
            rounds.start(() -> {
                thrice.countDown();
                return Duration.ofMillis(1);
            });

            // then
            thrice.await();
        }
    }

    @Test
    void work_that_fails_comes_again() throws InterruptedException {
        // given
        var twice = new CountDownLatch(2);
        try (var rounds = new Rounds("test")) {

            // when
            rounds.start(() -> {
                twice.countDown();
                throw new IllegalStateException("not thought of");
            });
            rounds.wake();

            // then
            twice.await();
        }
    }

    @Test
    void closing_waits_for_the_round_at_hand_and_none_comes_after_it() throws InterruptedException {
        // given
        var begun = new CountDownLatch(1);
        var ended = new AtomicInteger();
        var rounds = new Rounds("test");
        rounds.start(() -> {
            begun.countDown();
            while (!rounds.isClosed()) {
                rounds.pause(NEVER);
            }
            ended.incrementAndGet();
            return NEVER;
        });
        begun.await();

        // when
        rounds.close();
        int atClose = ended.get();
        rounds.wake();

        // then
        assertEquals(1, atClose);
        assertEquals(1, ended.get());
        assertTrue(rounds.isClosed());
    }

    @Test
    void what_never_began_can_be_closed() {
        var rounds = new Rounds("test");
        rounds.close();
        assertTrue(rounds.isClosed());
    }
}
