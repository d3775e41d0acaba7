// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import java.util.Optional;

/// A machine that presents a key with a call.
public final class MachineRequest extends BaseAuthenticationRequest {

    private static final String MARK = "dk_";

    private final String key;
    private final Optional<String> call;

    /// @param call a method and a path, behind `proxy:` one of the inline proxy; empty for an
    ///   address that can be written in another way
    public MachineRequest(String key, Optional<String> call) {
        this.key = key;
        this.call = call;
    }

    /// Whether what stands behind `Bearer` is a machine's key.
    public static boolean isKey(String bearer) {
        return bearer.startsWith(MARK);
    }

    String key() {
        return key;
    }

    Optional<String> call() {
        return call;
    }
}
