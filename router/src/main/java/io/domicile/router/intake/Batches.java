// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Caller;
import io.domicile.router.Problems;
import io.domicile.router.Rejections;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Takes the records of a request that brings several, each on its own: one that is bad, refused or
/// unlucky does not stop the others, and has its own audit row.
@Singleton
public final class Batches {

    /// How many records an array may bring.
    public static final int MOST = 1000;

    private final Intake intake;
    private final Rejections rejections;
    private final ExecutorService virtualThreads;

    Batches(Intake intake, Rejections rejections, @VirtualThreads ExecutorService virtualThreads) {
        this.intake = intake;
        this.rejections = rejections;
        this.virtualThreads = virtualThreads;
    }

    /// One record of several.
    ///
    /// @param submission the record
    /// @param repeatable the wish that it happens once
    public record Item(Submission submission, Optional<Intake.Repeatable> repeatable) {}

    /// Takes one record.
    ///
    /// @param place begins the result with where the record stands in the request
    /// @param read reads the record, or throws `ProblemException`
    /// @return what became of it: `place`, `status`, and the body that the record would have been
    ///   answered with alone; does not fail
    CompletionStage<ObjectNode> take(Caller caller, ObjectNode place, Supplier<Item> read) {
        return CompletableFuture.completedStage(read)
                .thenApply(Supplier::get)
                .thenCompose(item -> intake.take(caller, item.submission(), item.repeatable()))
                .thenApply(answer -> result(place, answer.status(), answer.body()))
                .exceptionallyCompose(thrown ->
                        rejections.problem(caller, thrown).thenApply(body -> result(place, body)))
                .exceptionally(thrown -> result(place, Problems.of(thrown).json()));
    }

    /// Takes the records of an array, not on the thread of its caller: a thousand would keep others
    /// waiting on an event loop.
    ///
    /// @return 200 with the results in the order of the array, each with its `index`
    public CompletionStage<Response> takeAll(Caller caller, List<Supplier<Item>> items) {
        if (items.isEmpty()) {
            return rejections
                    .note(caller, "ignored", "ignore", "ok")
                    .thenApply(_ -> response(List.of()));
        }
        return CompletableFuture.supplyAsync(() -> begin(caller, items), virtualThreads)
                .thenCompose(results ->
                        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                                .thenApply(_ -> response(results)));
    }

    private List<CompletableFuture<ObjectNode>> begin(Caller caller, List<Supplier<Item>> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> take(caller, place("index", i), items.get(i)))
                .map(CompletionStage::toCompletableFuture)
                .toList();
    }

    /// The beginning of a result.
    ///
    /// @param member what `number` is called
    static ObjectNode place(String member, long number) {
        return JsonNodeFactory.instance.objectNode().put(member, number);
    }

    private static ObjectNode result(ObjectNode place, ObjectNode problem) {
        return result(place, problem.path("status").asInt(), problem);
    }

    private static ObjectNode result(ObjectNode place, int status, ObjectNode body) {
        return place.put("status", status).setAll(body);
    }

    private static Response response(List<CompletableFuture<ObjectNode>> results) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(results.size());
        results.forEach(result -> all.add(result.join()));
        return Response.ok(all.toString(), MediaType.APPLICATION_JSON).build();
    }
}
