// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

/// The database knows less of the log than was published.
final class RolledBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RolledBack(long known, long published) {
        super(
                "the database knows "
                        + known
                        + " entries, but "
                        + published
                        + " were published: it was restored from an old backup. Nothing is signed"
                        + " or answered until somebody decides: docs/backup.md");
    }
}
