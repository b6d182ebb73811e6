package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.SessionId;
import io.vestibule.keys.Sealer;
import io.vestibule.protocol.saml.xml.Artifact;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.opensaml.saml.saml2.core.Response;

/** Answers that wait to be fetched (SAML Bindings §3.6): each once, soon, and by the service provider it is for. */
@ApplicationScoped
class Artifacts {
    private static final String KIND = "saml-artifact";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    static final int RESOLUTION_SERVICE = 0;

    private final ExpiringRecords records;
    private final Sealer sealer;
    private final MessageIds ids;
    private final SamlUrls urls;
    private final OpenSaml xml;
    private final XmlReading reading;
    private final Clock clock;

    Artifacts(
            ExpiringRecords records,
            Sealer sealer,
            MessageIds ids,
            SamlUrls urls,
            OpenSaml xml,
            XmlReading reading,
            Clock clock) {
        this.records = records;
        this.sealer = sealer;
        this.ids = ids;
        this.urls = urls;
        this.xml = xml;
        this.reading = reading;
        this.clock = clock;
    }

    /**
     * One that was fetched.
     *
     * @param session what it is said of; none of a refusal
     */
    record Kept(Response response, Optional<SessionId> session) {}

    /** Keeps the answer as its DOM stands, signatures included, and gives what stands for it. */
    String keep(ServiceProvider party, Response response, Optional<SessionId> session) {
        Artifact artifact = Artifact.of(urls.entityId(party.realm()), RESOLUTION_SERVICE, ids.bytes());
        String text = session.map(SessionId::toString).orElse("") + xml.serialise(response);
        records.put(
                KIND,
                artifact.encoded(),
                sealer.seal(party.realm().name(), use(party), text),
                clock.instant().plus(PATIENCE));
        return artifact.encoded();
    }

    /** The answer, when it waits for this service provider; another's stays where it is. */
    Optional<Kept> take(ServiceProvider party, String encoded) throws SamlRefused {
        if (!Artifact.parse(encoded).isOf(urls.entityId(party.realm()))) {
            return Optional.empty();
        }
        if (records.peek(KIND, encoded).flatMap(kept -> open(party, kept)).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> text = records.take(KIND, encoded).flatMap(kept -> open(party, kept));
        return text.isEmpty() ? Optional.empty() : Optional.of(kept(text.get()));
    }

    private Kept kept(String text) throws SamlRefused {
        int begin = text.indexOf('<');
        byte[] message = text.substring(begin).getBytes(StandardCharsets.UTF_8);
        return new Kept(reading.message(message, Response.class), SessionId.parse(text.substring(0, begin)));
    }

    private Optional<String> open(ServiceProvider party, String kept) {
        return sealer.open(party.realm().name(), use(party), kept);
    }

    private static String use(ServiceProvider party) {
        return KIND + ":" + party.entityId();
    }
}
