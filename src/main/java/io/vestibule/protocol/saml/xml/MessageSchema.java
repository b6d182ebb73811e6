package io.vestibule.protocol.saml.xml;

import com.google.common.base.Suppliers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.function.Supplier;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.opensaml.saml.common.xml.SAMLSchemaBuilder;
import org.opensaml.saml.common.xml.SAMLSchemaBuilder.SAML1Version;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The schemas of SAML, compiled once. An element in a place where the schema has none cannot be wrapped around another. */
@ApplicationScoped
public class MessageSchema {
    private final Supplier<Schema> compiled = Suppliers.memoize(MessageSchema::compile);

    void prepare(@Observes StartupEvent serverStarted) {
        Thread.ofVirtual().name("saml-schema").start(() -> {
            var unused = compiled.get();
        });
    }

    void check(Element root) throws SamlRefused {
        check(root, IdShape.NAME);
    }

    void check(Element root, IdShape ids) throws SamlRefused {
        Validator validator = compiled.get().newValidator();
        try {
            validator.validate(new DOMSource(ids.forSchema(root)));
        } catch (SAXException invalid) {
            throw new SamlRefused(
                    "schema", "a message valid by the SAML schemas", String.valueOf(invalid.getMessage()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a DOM is in memory", impossible);
        }
    }

    private static Schema compile() {
        try {
            return new SAMLSchemaBuilder(SAML1Version.SAML_11).getSAMLSchema();
        } catch (SAXException broken) {
            throw new IllegalStateException("the schemas of SAML do not compile", broken);
        }
    }
}
