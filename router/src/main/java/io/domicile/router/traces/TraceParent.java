// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.traces;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trace that a caller's `traceparent` names. Its `tracestate` and `baggage` are texts of the
/// caller's, and are not looked at.
final class TraceParent implements TextMapGetter<HttpServerRequest> {

    private static final String HEADER = "traceparent";
    private static final TraceParent GETTER = new TraceParent();

    private TraceParent() {}

    static Context of(HttpServerRequest request) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), request, GETTER);
    }

    @Override
    public Iterable<String> keys(HttpServerRequest request) {
        return List.of(HEADER);
    }

    @Override
    public @Nullable String get(@Nullable HttpServerRequest request, String key) {
        return request == null || !key.equals(HEADER) ? null : request.getHeader(HEADER);
    }
}
