// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.traces;

import io.domicile.router.config.DomicileConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Makes a span of each call, if there is an address to send them to. A span has the method, the
/// template of the route, and the status: no address, header, caller or text.
@Singleton
final class Traces {

    /// Where a call keeps its span.
    static final String SPAN = "domicile.span";

    private static final int EARLY = 9_500;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final AttributeKey<String> METHOD =
            AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final Optional<SdkTracerProvider> provider;

    Traces(DomicileConfig config) {
        var traces = config.traces();
        this.provider =
                traces.endpoint().map(address -> provider(address.toString(), traces.ratio()));
    }

    private static SdkTracerProvider provider(String address, double ratio) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(address).build();
        var name = Attributes.of(AttributeKey.stringKey("service.name"), "domicile");
        return SdkTracerProvider.builder()
                .setResource(Resource.create(name))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(
                        BatchSpanProcessor.builder(exporter).setScheduleDelay(DELAY).build())
                .build();
    }

    void install(@Observes Filters filters) {
        provider.map(traces -> traces.get("domicile"))
                .ifPresent(tracer -> filters.register(call -> begin(tracer, call), EARLY));
    }

    private static void begin(Tracer tracer, RoutingContext call) {
        var said = call.request().method().name();
        var method = METHODS.contains(said) ? said : "_OTHER";
        var span =
                tracer.spanBuilder(method)
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(TraceParent.of(call.request()))
                        .setAttribute(METHOD, method)
                        .startSpan();
        call.put(SPAN, span);
        call.addEndHandler(_ -> end(span, call.response().getStatusCode()));
        call.next();
    }

    private static void end(Span span, int status) {
        span.setAttribute(STATUS, (long) status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    @PreDestroy
    void close() {
        provider.ifPresent(SdkTracerProvider::close);
    }
}
