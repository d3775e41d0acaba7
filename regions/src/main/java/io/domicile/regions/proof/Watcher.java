// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

/// Is told how far a proof is.
public interface Watcher {

    /// @param done bytes that were looked through
    /// @param total bytes to look through, as far as is known
    void progress(long done, long total);
}
