// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.proxy.Passage.Direction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, as the proxy library hands them over: what has declared fields is
/// read whole, changed and only then handed on; everything else streams. Whatever fails ends in an
/// answer of our own, after its audit row.
final class Exchange implements ProxyInterceptor, OriginRequestProvider {

    private final Exchanges shared;
    private final HttpClient client;
    private final Call call;
    private final Context context;
    private final long started = System.nanoTime();
    private long sent;
    private boolean ours;
    private @Nullable HttpClientRequest outgoing;

    Exchange(Exchanges shared, HttpClient client, Call call, Context context) {
        this.shared = shared;
        this.client = client;
        this.call = call;
        this.context = context;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext proxied) {
        var request = proxied.request();
        Headers.ofRequest(request.headers(), call.route());
        var upstream = call.route().upstream();
        request.setURI(upstream.base() + request.getURI());
        request.setAuthority(HostAndPort.create(upstream.host(), upstream.port()));
        return Future.succeededFuture()
                .compose(_ -> new RequestBody(shared, call, context).change(request))
                .compose(_ -> shared.headers(call, Direction.REQUEST, request.headers(), context))
                .compose(_ -> {
                    sent = System.nanoTime();
                    return proxied.sendRequest().recover(Exchange::unreachable);
                })
                .recover(thrown -> refuse(proxied, cause(thrown)));
    }

    private static Future<ProxyResponse> unreachable(Throwable thrown) {
        return Future.failedFuture(
                thrown instanceof TimeoutException
                        ? new ProblemException(
                                Fault.UPSTREAM_TIMEOUT, "The upstream took too long.")
                        : new ProblemException(
                                Fault.UPSTREAM_UNREACHABLE, "The upstream cannot be reached."));
    }

    private Future<ProxyResponse> refuse(ProxyContext proxied, Throwable cause) {
        ours = true;
        shared.count(call.route(), "refused");
        var request = proxied.request();
        if (!request.proxiedRequest().isEnded()) {
            shared.hangUp(request.proxiedRequest());
        }
        return shared.reject(call.caller(), cause, context)
                .map(own -> Answers.into(request.response(), own));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext proxied) {
        return (ours ? proxied.sendResponse() : pass(proxied))
                .recover(thrown -> breakOff(proxied, thrown));
    }

    private Future<Void> pass(ProxyContext proxied) {
        var answer = proxied.response();
        int status = answer.getStatusCode();
        Headers.hopByHop(answer.headers());
        if (status == 204 || status == 304) {
            answer.getBody().stream().resume();
            answer.setBody(null);
        }
        return Future.succeededFuture()
                .compose(_ -> new AnswerBody(shared, call, context).change(proxied))
                .compose(_ -> shared.headers(call, Direction.ANSWER, answer.headers(), context))
                .map(_ -> "passed")
                .recover(thrown -> {
                    hangUp();
                    return shared.reject(call.caller(), AnswerBody.blamed(cause(thrown)), context)
                            .map(own -> Answers.into(answer, own))
                            .map(_ -> "refused");
                })
                .compose(outcome -> {
                    shared.count(call.route(), outcome);
                    Headers.ofAnswer(answer.headers(), status, started, sent);
                    return proxied.sendResponse();
                });
    }

    /// An answer that cannot go on ends with its connection, since its head may have been sent. The
    /// library would answer once more, under the headers of the first answer.
    private static Future<Void> breakOff(ProxyContext proxied, Throwable thrown) {
        Transport.ended("an answer", thrown);
        var _ = proxied.request().proxiedRequest().response().reset();
        return Future.succeededFuture();
    }

    /// Opens the request to the one upstream of the route.
    @Override
    public Future<HttpClientRequest> create(ProxyContext proxied) {
        var upstream = call.route().upstream();
        return client.request(
                        new RequestOptions()
                                .setHost(upstream.host())
                                .setPort(upstream.port())
                                .setSsl(upstream.tls())
                                .setTimeout(call.route().limits().timeout().toMillis()))
                .map(request -> {
                    // who waits for its answer is told the same, and tells the caller
                    request.exceptionHandler(
                            thrown -> Transport.ended("a request to an upstream", thrown));
                    outgoing = request;
                    return request;
                });
    }

    /// What is left of an answer that may not go on is not waited for.
    private void hangUp() {
        if (outgoing != null) {
            var _ = outgoing.reset();
        }
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
    }
}
