package io.vestibule.protocol.saml.xml;

import com.google.common.base.Suppliers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import net.shibboleth.utilities.java.support.xml.SerializeSupport;
import org.jspecify.annotations.Nullable;
import org.opensaml.core.config.InitializationException;
import org.opensaml.core.config.Initializer;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.core.xml.XMLObjectBuilder;
import org.opensaml.core.xml.config.GlobalParserPoolInitializer;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.core.xml.io.MarshallingException;
import org.opensaml.core.xml.io.Unmarshaller;
import org.opensaml.core.xml.io.UnmarshallingException;
import org.opensaml.core.xml.schema.XSAny;
import org.opensaml.core.xml.schema.XSString;
import org.opensaml.core.xml.util.XMLObjectSupport;
import org.opensaml.saml.config.impl.SAMLConfigurationInitializer;
import org.opensaml.xmlsec.config.GlobalAlgorithmRegistryInitializer;
import org.opensaml.xmlsec.config.impl.ApacheXMLSecurityInitializer;
import org.opensaml.xmlsec.config.impl.JavaCryptoValidationInitializer;
import org.w3c.dom.Element;

/**
 * The library, started once and in the background, and what every use of it needs: building, marshalling, unmarshalling. Its
 * own start-up service is not asked, as that also starts its HTTP client and metrics, which this server leaves out.
 */
@ApplicationScoped
public class OpenSaml {
    private final Supplier<Boolean> started = Suppliers.memoize(OpenSaml::start);

    /** In the background, so that neither the server's start nor the first login waits for it. */
    void prepare(@Observes StartupEvent serverStarted) {
        Thread.ofVirtual().name("opensaml").start(this::ready);
    }

    /** An empty element: {@code build(Response.DEFAULT_ELEMENT_NAME, Response.class)}. */
    public <T extends XMLObject> T build(QName name, Class<T> type) {
        ready();
        XMLObjectBuilder<?> builder =
                XMLObjectProviderRegistrySupport.getBuilderFactory().getBuilderOrThrow(name);
        return type.cast(builder.buildObject(name));
    }

    /** A text as an element of that name, which says that it is one ({@code xsi:type}); markup in it stays text. */
    public XSString text(QName name, String value) {
        ready();
        XMLObjectBuilder<?> builder =
                XMLObjectProviderRegistrySupport.getBuilderFactory().getBuilderOrThrow(XSString.TYPE_NAME);
        XSString text = (XSString) builder.buildObject(name, XSString.TYPE_NAME);
        text.setValue(value);
        return text;
    }

    /** The object's DOM, made when it has none yet; changes made to that DOM later (a signature) stay in it. */
    public Element marshal(XMLObject object) {
        ready();
        try {
            return XMLObjectSupport.marshall(object);
        } catch (MarshallingException broken) {
            throw new IllegalStateException("cannot marshal " + object.getElementQName(), broken);
        }
    }

    /** An element that the library has no class for. */
    public XSAny other(QName name) {
        ready();
        XMLObjectBuilder<?> builder =
                XMLObjectProviderRegistrySupport.getBuilderFactory().getBuilderOrThrow(XSAny.TYPE_NAME);
        return (XSAny) builder.buildObject(name);
    }

    /** The object's DOM as text. */
    public String serialise(XMLObject object) {
        return SerializeSupport.nodeToString(marshal(object));
    }

    /** The object behind an element, which keeps that element as its DOM. */
    public XMLObject unmarshal(Element element) throws SamlRefused {
        ready();
        Unmarshaller unmarshaller = unmarshaller(element);
        if (unmarshaller == null) {
            throw new SamlRefused("unknown-element", "a SAML message", element.getNodeName());
        }
        try {
            return unmarshaller.unmarshall(element);
        } catch (UnmarshallingException broken) {
            throw new SamlRefused("malformed-message", "a SAML message", String.valueOf(broken.getMessage()));
        }
    }

    /** Waits until the library has started; the first use may come before that. */
    void ready() {
        var unused = started.get();
    }

    private static @Nullable Unmarshaller unmarshaller(Element element) {
        return XMLObjectProviderRegistrySupport.getUnmarshallerFactory().getUnmarshaller(element);
    }

    private static boolean start() {
        try {
            for (Initializer initializer : List.of(
                    new org.opensaml.core.xml.config.XMLObjectProviderInitializer(),
                    new GlobalParserPoolInitializer(),
                    new ApacheXMLSecurityInitializer(),
                    new GlobalAlgorithmRegistryInitializer(),
                    new org.opensaml.xmlsec.config.impl.XMLObjectProviderInitializer(),
                    new JavaCryptoValidationInitializer(),
                    new org.opensaml.saml.config.impl.XMLObjectProviderInitializer(),
                    new SAMLConfigurationInitializer(),
                    new org.opensaml.soap.config.impl.XMLObjectProviderInitializer())) {
                initializer.init();
            }
            return true;
        } catch (InitializationException broken) {
            throw new IllegalStateException("OpenSAML does not start", broken);
        }
    }
}
