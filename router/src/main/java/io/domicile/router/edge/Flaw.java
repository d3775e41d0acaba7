// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.edge;

import java.util.Locale;

/// What is wrong with the framing of a request: the closed list.
enum Flaw {
    REQUEST_LINE(400),
    HEADER(400),
    HOST(400),
    LENGTH(400),
    ENCODING(400),
    CHUNK(400),
    LINE_TOO_LONG(414),
    TOO_LARGE(431),
    TOO_SLOW(408);

    private final int status;

    Flaw(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /// As metrics name it.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Ends the reading of a request. Carries no stack and no value of the request.
    static final class Found extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Flaw flaw;

        Found(Flaw flaw) {
            super(flaw.code(), null, false, false);
            this.flaw = flaw;
        }

        Flaw flaw() {
            return flaw;
        }
    }

    /// @throws Found unless it holds
    void unless(boolean holds) {
        if (!holds) {
            throw new Found(this);
        }
    }
}
