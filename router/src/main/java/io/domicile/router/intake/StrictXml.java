// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads XML of callers, which may be hostile: no document type is looked at, no entity resolved.
/// Both are events of the reader, for who refuses them.
public final class StrictXml {

    private static final XMLInputFactory FACTORY = factory();

    private StrictXml() {}

    /// A reader of a text, which knows no namespaces: a name has its prefix.
    ///
    /// @throws XMLStreamException if it does not begin as XML does
    public static XMLStreamReader reader(String text) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(new StringReader(text));
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }
}
