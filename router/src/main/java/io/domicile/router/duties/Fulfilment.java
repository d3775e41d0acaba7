// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.duties;

import java.util.List;

/// Whether an act may go on under its obligations.
public sealed interface Fulfilment {

    /// It may: callers' and tenants' duties are met, and the gateway carries out the rest.
    record Met(List<Duty> duties) implements Fulfilment {

        public Met {
            duties = List.copyOf(duties);
        }
    }

    /// References or attestations are missing for these obligations.
    record Unmet(List<String> obligations) implements Fulfilment {

        public Unmet {
            obligations = List.copyOf(obligations);
        }
    }

    /// These obligations are more than this gateway can carry out.
    record Unsupported(List<String> obligations) implements Fulfilment {

        public Unsupported {
            obligations = List.copyOf(obligations);
        }
    }
}
