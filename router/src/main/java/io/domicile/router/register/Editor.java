// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.register;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Edition;
import io.domicile.regions.Note;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.SealBroken;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.Tenants;
import io.domicile.router.intake.FactsDigest;
import io.domicile.router.intake.StrictJson;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Reads and changes what the store of the gateway's own region holds of tenants' registers. Blocks
/// its callers.
@Singleton
final class Editor {

    private static final Logger LOG = Logger.getLogger(Editor.class);

    private final Register register;
    private final Residences residences;
    private final Tenants tenants;

    Editor(Register register, Residences residences, Tenants tenants) {
        this.register = register;
        this.residences = residences;
        this.tenants = tenants;
    }

    /// The latest edition.
    Optional<Edition> latest(String tenant) {
        return residence().edition(tenant);
    }

    /// One edition.
    Optional<Edition> edition(String tenant, long version) {
        return residence().edition(tenant, version);
    }

    /// Editions below a version, the latest first.
    List<Edition> editions(String tenant, long before, int most) {
        return residence().editions(tenant, before, most);
    }

    /// The document that a tenant's first edition replaces.
    ObjectNode seed(String tenant) {
        return register.seed(tenant)
                .map(Documents::json)
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /// Where the store's audit entries are.
    String origin() {
        return residence().origin();
    }

    /// Writes the next edition, which decides from then on.
    ///
    /// @param after the version that it replaces
    /// @throws ProblemException with status 422 if the document is not taken, 412 if another
    ///   version is the latest
    Edition replace(Caller caller, long after, byte[] body) {
        var document = Documents.json(DocumentReader.read(StrictJson.read(body), after + 1));
        var changes = Changes.between(before(caller.tenant(), after), document);
        var draft = new Edition.Draft(after, document.toString(), changes);
        Note note =
                Notes.of("config", caller, "register", "ok")
                        .version(after + 1)
                        .facts(FactsDigest.of(document))
                        .build();
        var edition =
                residence()
                        .enter(draft, note)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.PRECONDITION_FAILED,
                                        "Another version is the latest: read it first."));
        register.apply(edition);
        return edition;
    }

    private ObjectNode before(String tenant, long version) {
        if (version == 0) {
            return seed(tenant);
        }
        try {
            return edition(tenant, version)
                    .map(Documents::json)
                    .orElseGet(JsonNodeFactory.instance::objectNode);
        } catch (SealBroken e) {
            LOG.warnf(
                    "version %d of the register of tenant %s is replaced unread", version, tenant);
            return JsonNodeFactory.instance.objectNode();
        }
    }

    /// Writes down that the caller looks into the register of its tenant, before it sees it.
    void noteRead(Caller caller) {
        Notes.of("config", caller, "read", "ok").write(residence());
    }

    private Residence residence() {
        return residences.at(tenants.ingressRegion());
    }
}
