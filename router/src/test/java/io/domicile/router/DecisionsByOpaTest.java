// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;

/// The same answers when an OPA server decides.
@QuarkusTest
@TestProfile(RecordHomesByOpaTest.DecidedByOpa.class)
class DecisionsByOpaTest extends DecisionsTest {

    @BeforeEach
    void opa_is_there() {
        OpaServer.assumeFound();
    }
}
