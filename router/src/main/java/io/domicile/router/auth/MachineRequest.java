// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/// A machine that presents a key with a call.
final class MachineRequest extends BaseAuthenticationRequest {

    private final String key;

    MachineRequest(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
