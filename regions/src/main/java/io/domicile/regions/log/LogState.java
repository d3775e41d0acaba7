// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.log;

/// How a region's audit log is.
public enum LogState {

    /// Entries are sequenced and published.
    RUNNING,

    /// It has not got on for half a minute, or too much waits for it: its tables or files cannot be
    /// reached, or it has died, or it is catching up. Nothing is lost, and nothing more is taken
    /// in.
    STALLED,

    /// The database knows fewer entries than were published: it was restored from an old backup.
    /// Nothing is signed until somebody decides.
    ROLLED_BACK,

    /// Files and database contradict each other, or what is stored is damaged. Nothing is signed
    /// until somebody decides.
    DAMAGED
}
