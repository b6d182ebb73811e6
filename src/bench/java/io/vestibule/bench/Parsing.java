package io.vestibule.bench;

import io.vestibule.keys.SignatureProvider;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.protocol.saml.xml.MessageSchema;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.XmlReading;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import org.opensaml.saml.saml2.core.Response;

/**
 * A SAML Response read and believed, by the server's own classes and nothing around them: parsed, checked by schema, both
 * signatures verified. In this process, by the threads' own time: neither HTTP nor compiler nor collector is in it.
 */
final class Parsing {
    private final XmlReading reading;
    private final Signatures signatures;
    private final byte[] message;
    private final List<PublicKey> trusted;

    private Parsing(Guild guild) {
        OpenSaml openSaml = new OpenSaml();
        this.reading = new XmlReading(openSaml, new MessageSchema());
        this.signatures = new Signatures(openSaml, new SignatureProvider());
        this.message = guild.response("http://127.0.0.1/realms/bench").getBytes(StandardCharsets.UTF_8);
        this.trusted = List.of(guild.key());
    }

    /** Milliseconds of CPU for one response. */
    static double millis(Guild guild) throws InterruptedException {
        Parsing parsing = new Parsing(guild);
        return Floors.millisWarm(() -> parsing::once);
    }

    private void once() throws GeneralSecurityException {
        try {
            Response response = reading.message(message, Response.class);
            signatures.verify(response, trusted, Algorithms.CURRENT);
            signatures.verify(response.getAssertions().getFirst(), trusted, Algorithms.CURRENT);
        } catch (SamlRefused refused) {
            throw new GeneralSecurityException("a good response was refused", refused);
        }
    }
}
