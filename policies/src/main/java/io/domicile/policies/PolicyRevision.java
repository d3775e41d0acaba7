// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

/// Which policies decided.
///
/// @param revision the revision in the bundle's manifest
/// @param digest `sha256:` and the hex digest of the bundle file
public record PolicyRevision(String revision, String digest) {}
