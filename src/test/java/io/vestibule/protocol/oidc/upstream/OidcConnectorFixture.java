package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.Trip;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.outbound.TestOutbound;
import io.vestibule.realm.reading.ExtraRecords;
import io.vestibule.realm.reading.Interpolator;
import io.vestibule.realm.reading.KeptSecrets;
import io.vestibule.realm.reading.Problems;
import io.vestibule.realm.reading.RecordBinder;
import io.vestibule.realm.reading.YamlReader;
import io.vestibule.records.RandomTokens;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A connector to a scripted provider, configured as an operator would: in YAML. */
final class OidcConnectorFixture implements AutoCloseable {
    static final ConnectorId ID = new ConnectorId("campus");

    final ScriptedProvider provider = new ScriptedProvider();
    final TestOutbound outbound = new TestOutbound(Duration.ofSeconds(2));
    ClientAuthentication.Signer signer = (algorithm, claims) -> "unused";

    /** A confidential client with the lines of {@code yaml} besides, and no floor for fetching keys. */
    OidcConnector connector(String... yaml) {
        return connector(
                "clientSecret: " + ScriptedProvider.CLIENT_SECRET + "\nkeyRefreshFloor: 0s\n" + String.join("\n", yaml),
                Clock.systemUTC());
    }

    OidcConnector connector(String yaml, Clock clock) {
        OidcConnectorConfig config =
                config("issuer: " + provider.issuer() + "\nclientId: " + ScriptedProvider.CLIENT_ID + "\n" + yaml);
        OidcClient client = new OidcClient(
                config,
                outbound.client(),
                (SigningAlgorithm algorithm, JWTClaimsSet claims) -> signer.sign(algorithm, claims),
                new RandomTokens(new SecureRandom()),
                clock);
        return new OidcConnector(
                ID, config, client, Set.of("2", "phr", "https://refeds.org/profile/mfa")::contains, clock);
    }

    static OidcConnectorConfig config(String yaml) {
        Problems problems = new Problems();
        Interpolator interpolator = new Interpolator(
                name -> null, "http://localhost:8080", new KeptSecrets(Path.of("target"), new SecureRandom()));
        Optional<OidcConnectorConfig> config = YamlReader.read(
                        "test.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems)
                .flatMap(tree -> new RecordBinder(interpolator, ExtraRecords.Claimed.none(), problems)
                        .bind(OidcConnectorConfig.class, tree, ""));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.inOrder().toString());
        }
        return config.orElseThrow();
    }

    static Trip trip() {
        return wanting();
    }

    /** On behalf of an application that wants these classes. */
    static Trip wanting(String... words) {
        return new Trip(
                new RealmName("test"),
                ID,
                URI.create("http://localhost:8080/realms/test/login/from/campus"),
                UUID.randomUUID().toString(),
                List.of(words),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    static Departure depart(OidcConnector connector, Trip trip) {
        DepartureOutcome outcome = connector.depart(trip);
        assertThat(outcome).isInstanceOf(DepartureOutcome.Ready.class);
        return ((DepartureOutcome.Ready) outcome).departure();
    }

    static URI address(Departure departure) {
        return ((BrowserReply.Redirect) departure.reply()).to();
    }

    /** A whole login of whoever is signed in at the provider. */
    AuthnOutcome login(OidcConnector connector, Trip trip) {
        Departure departure = depart(connector, trip);
        InboundMessage message = provider.visit(address(departure));
        return connector.arrive(message, trip, departure.memory());
    }

    AuthnOutcome login(OidcConnector connector) {
        return login(connector, trip());
    }

    @Override
    public void close() {
        provider.close();
        outbound.close();
    }
}
