package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SoapBinding;
import java.net.URI;
import javax.xml.namespace.QName;
import org.opensaml.core.xml.schema.XSAny;
import org.opensaml.core.xml.schema.XSBooleanValue;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.ecp.RelayState;
import org.opensaml.saml.saml2.ecp.Request;
import org.opensaml.soap.soap11.ActorBearing;
import org.opensaml.soap.soap11.MustUnderstandBearing;

/** A request in the envelope that a program takes apart (SAML Profiles §4.2.4.1, SAML Bindings §3.3): what is for it, for us, and
 * for the identity provider. */
record PaosEnvelope(OpenSaml openSaml, SoapBinding soap) {
    private static final QName PAOS_REQUEST = new QName("urn:liberty:paos:2003-08", "Request", "paos");
    private static final String SERVICE = "urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp";

    byte[] of(AuthnRequest signed, Issuer issuer, URI consumer, String messageId, String relayState) {
        return soap.envelope(signed, paos(consumer, messageId), request(issuer), relayState(relayState));
    }

    private XSAny paos(URI consumer, String messageId) {
        XSAny paos = openSaml.other(PAOS_REQUEST);
        paos.getUnknownAttributes().put(MustUnderstandBearing.SOAP11_MUST_UNDERSTAND_ATTR_NAME, "1");
        paos.getUnknownAttributes().put(ActorBearing.SOAP11_ACTOR_ATTR_NAME, ActorBearing.SOAP11_ACTOR_NEXT);
        paos.getUnknownAttributes().put(new QName("responseConsumerURL"), consumer.toString());
        paos.getUnknownAttributes().put(new QName("service"), SERVICE);
        paos.getUnknownAttributes().put(new QName("messageID"), messageId);
        return paos;
    }

    private Request request(Issuer issuer) {
        Request request = openSaml.build(Request.DEFAULT_ELEMENT_NAME, Request.class);
        request.setSOAP11MustUnderstand(true);
        request.setSOAP11Actor(ActorBearing.SOAP11_ACTOR_NEXT);
        request.setPassive(new XSBooleanValue(false, true));
        request.setIssuer(issuer);
        return request;
    }

    private RelayState relayState(String text) {
        RelayState relayState = openSaml.build(RelayState.DEFAULT_ELEMENT_NAME, RelayState.class);
        relayState.setSOAP11MustUnderstand(true);
        relayState.setSOAP11Actor(ActorBearing.SOAP11_ACTOR_NEXT);
        relayState.setValue(text);
        return relayState;
    }
}
