// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchesTest {

    private final Caller caller =
            new Caller("batches-" + UUID.randomUUID(), Roles.SERVICE, Optional.empty());

    @Inject Batches batches;
    @Inject Vertx vertx;

    @Test
    void the_records_of_an_array_do_not_hold_up_an_event_loop() throws Exception {
        // given
        Queue<Boolean> onEventLoop = new ConcurrentLinkedQueue<>();
        Supplier<Batches.Item> item =
                () -> {
                    onEventLoop.add(Context.isOnEventLoopThread());
                    throw new ProblemException(Fault.MISSING_FIELD, "This one is none.");
                };
        var answer = new CompletableFuture<Response>();

        // when
        vertx.runOnContext(_ -> {
            var _ =
                    batches.takeAll(caller, Collections.nCopies(3, item))
                            .thenAccept(answer::complete);
        });

        // then
        assertEquals(200, answer.get(1, TimeUnit.MINUTES).getStatus());
        assertEquals(List.of(false, false, false), List.copyOf(onEventLoop));
    }
}
