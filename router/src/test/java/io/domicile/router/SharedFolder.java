// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// The property that the build sets for tests: unknown ones stop the start.
@ConfigMapping(prefix = "domicile")
public interface SharedFolder {

    Optional<String> shared();
}
