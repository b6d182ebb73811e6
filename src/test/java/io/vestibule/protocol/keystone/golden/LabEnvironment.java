package io.vestibule.protocol.keystone.golden;

import io.quarkus.arc.properties.IfBuildProperty;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Connector;
import io.vestibule.connector.ConnectorFactory;
import io.vestibule.connector.PresentedConnector;
import io.vestibule.connector.PresentedProof;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a federation module of a web server told the recorded Keystone by its environment, as a connector: it believes the headers
 * that the replay makes of it. Only for the replay; nobody else has it.
 */
@IfBuildProperty(name = "golden.environment", stringValue = "believed")
@ApplicationScoped
public class LabEnvironment implements ConnectorFactory<LabEnvironment.Settings> {
    private static final String PREFIX = "x-http_oidc_";

    private final Clock clock;

    LabEnvironment(Clock clock) {
        this.clock = clock;
    }

    /** Nothing to set. */
    public record Settings() {}

    @Override
    public String key() {
        return "lab-environment";
    }

    @Override
    public Class<Settings> type() {
        return Settings.class;
    }

    @Override
    public Connector open(RealmName realm, ConnectorId id, Settings config) {
        return new PresentedConnector() {
            @Override
            public ConnectorId id() {
                return id;
            }

            @Override
            public AuthnOutcome verify(PresentedProof proof) {
                return read(id, proof.headers());
            }
        };
    }

    private AuthnOutcome read(ConnectorId id, Map<String, List<String>> headers) {
        Map<String, List<String>> claims = new TreeMap<>();
        headers.forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                claims.put(
                        name.substring(PREFIX.length()),
                        Arrays.asList(values.getFirst().split(";")));
            }
        });
        Claims said = new Claims(claims);
        Optional<String> subject = said.first("sub");
        return subject.<AuthnOutcome>map(who -> new AuthnOutcome.Authenticated(new UpstreamIdentity(
                        id,
                        who,
                        said,
                        new AuthnContext(clock.instant(), Optional.empty(), Set.of(), said.all("iss")),
                        UpstreamSession.none())))
                .orElseGet(() -> new AuthnOutcome.Rejected(AuthnOutcome.Rejection.INVALID_MESSAGE, "no-environment"));
    }
}
