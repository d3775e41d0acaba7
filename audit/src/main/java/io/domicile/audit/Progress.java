// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

/// Is told how far a verification has come.
@FunctionalInterface
interface Progress {
    /// Is called again and again, from one thread.
    ///
    /// @param entries how many were checked, in order
    /// @param size how many there are
    void checked(long entries, long size);
}
