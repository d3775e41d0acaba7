// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.transfers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.regions.Repacking;
import io.domicile.regions.Residence;
import io.domicile.router.intake.SealedDocument;
import io.domicile.router.search.SearchTerms;

/// Makes of a record what its new home keeps: the same document, in which other people have tokens
/// of that region, so that nothing joins the regions' records of them.
final class Repacker implements Repacking {

    private final SearchTerms searchTerms;

    Repacker(SearchTerms searchTerms) {
        this.searchTerms = searchTerms;
    }

    @Override
    public Parcel of(String tenant, Bytes content, Residence there) {
        var document = SealedDocument.read(content);
        var holder = document.holder();
        for (var subject : document.record().path("subjects")) {
            if (!subject.equals(holder) && subject instanceof ObjectNode person) {
                person.put("id", there.token(tenant, person.path("id").asText()));
            }
        }
        var terms = searchTerms.of(tenant, document::record);
        return new Parcel(holder.path("id").asText(), document.content(), terms);
    }
}
