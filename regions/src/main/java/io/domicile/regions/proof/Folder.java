// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.policies.RegionId;
import java.nio.file.Path;
import java.util.Optional;

/// A folder to look through besides the home: backups, logs of applications.
///
/// @param path where it is
/// @param region whose it is; in a folder of no region, nothing of any region may be
public record Folder(Path path, Optional<RegionId> region) {}
