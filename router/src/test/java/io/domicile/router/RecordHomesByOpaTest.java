// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/// The same homes when an OPA server decides.
@QuarkusTest
@TestProfile(RecordHomesByOpaTest.DecidedByOpa.class)
class RecordHomesByOpaTest extends RecordHomesTest {

    /// A gateway that asks an OPA server.
    public static final class DecidedByOpa implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OpaServer.class));
        }
    }

    @BeforeEach
    void opa_is_there() {
        OpaServer.assumeFound();
    }
}
