// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.traces;

import io.opentelemetry.api.trace.Span;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Names the span of a call by the template of its route, which no caller writes.
final class TraceNames {

    private final Map<String, String> templates = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void name(SimpleResourceInfo resource, RoutingContext call) {
        if (call.get(Traces.SPAN) instanceof Span span) {
            var type = resource.getResourceClass();
            var template =
                    templates.computeIfAbsent(
                            type.getName() + "." + resource.getMethodName(),
                            _ -> template(type, resource.getMethodName()));
            span.updateName(call.request().method() + " " + template);
            span.setAttribute("http.route", template);
        }
    }

    private static String template(Class<?> type, String method) {
        return path(type.getAnnotation(Path.class))
                + Arrays.stream(type.getDeclaredMethods())
                        .filter(one -> one.getName().equals(method))
                        .map(one -> path(one.getAnnotation(Path.class)))
                        .filter(path -> !path.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    private static String path(@Nullable Path path) {
        if (path == null || path.value().isEmpty()) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }
}
