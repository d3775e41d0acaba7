// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

/// Whose signatures a checkpoint is to have, as a [C2SP tlog-policy](https://c2sp.org/tlog-policy).
///
/// @param key the log's verifier key
record Trust(String key) {

    String text() {
        return "log " + key + "\nquorum none\n";
    }

    /// The key's name and id, as people compare keys.
    String shortKey() {
        return key.replaceFirst("[+][^+]*$", "");
    }
}
