// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.util.Objects;

/// What can go wrong with a log that its caller cannot put right on the spot.
public abstract sealed class LogFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LogFailure(String message) {
        super(message);
    }

    private LogFailure(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /// Bytes that are there are not what this place of a log must hold.
    public static final class Damaged extends LogFailure {
        private static final long serialVersionUID = 1L;

        public Damaged(String message) {
            super(message);
        }

        public Damaged(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A write would change or take back what the log has already said. Fatal: nothing was written.
    public static final class Conflict extends LogFailure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message);
        }
    }

    /// The log cannot be read or written now; whether it is whole is not known.
    public static final class Unavailable extends LogFailure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
