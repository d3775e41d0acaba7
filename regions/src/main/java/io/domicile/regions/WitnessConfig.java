// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Who witnesses the regions' logs.
@ConfigMapping(prefix = "domicile.log")
public interface WitnessConfig {

    /// A tlog-policy file: its witnesses are asked where it names an address, its quorum counts,
    /// and its logs are witnessed here. Without one the gateway's regions witness each other.
    Optional<Path> witnesses();

    /// Whether a checkpoint is shown only once the quorum has cosigned it.
    @WithDefault("false")
    boolean witnessesRequired();

    /// How long a witness may take to answer.
    @WithDefault("2S")
    Duration witnessTimeout();
}
