// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One way through the proxy.
///
/// @param name its name, which audit entries and metrics carry
/// @param host the host that requests must name; without one any
/// @param method the method, or `*`
/// @param path the path
/// @param upstream where it leads
/// @param tenant the only tenant that may use it; without one any
/// @param purpose what the upstream is told it for
/// @param country where the upstream reads: an ISO code, or `in-region`
/// @param record the envelope of the records that it makes
/// @param headers what becomes of headers, both ways
/// @param request what becomes of the fields of requests
/// @param response what becomes of the fields of answers
/// @param passUnknown whether bodies that this gateway cannot read go through
/// @param limits what it takes
record Route(
        String name,
        Optional<String> host,
        String method,
        PathTemplate path,
        Upstream upstream,
        Optional<String> tenant,
        Optional<String> purpose,
        Optional<String> country,
        Optional<RecordTemplate> record,
        List<HeaderRule> headers,
        List<Rule> request,
        List<Rule> response,
        boolean passUnknown,
        Limits limits) {

    Route {
        headers = List.copyOf(headers);
        request = List.copyOf(request);
        response = List.copyOf(response);
    }

    /// What a route takes.
    ///
    /// @param body bytes of a body that is read for its fields; without it the gateway's limit
    /// @param timeout how long the upstream may be silent
    /// @param concurrency requests under way; without it the gateway's limit alone
    record Limits(OptionalInt body, Duration timeout, OptionalInt concurrency) {}

    /// What it lets through that other routes would refuse, as audit entries name it.
    List<String> optOuts() {
        return passUnknown ? List.of("unknown:pass") : List.of();
    }

    /// Whether a request may be meant for it.
    boolean fits(String authority, String verb) {
        return (method.equals("*") || method.equals(verb))
                && host.map(authority::equals).orElse(true);
    }
}
