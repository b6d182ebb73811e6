package io.vestibule.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Identity providers at the command line, in the demo realm. */
@QuarkusTest
class FederationRunTest {
    private static final RealmName DEMO = new RealmName("demo");
    private static final String RULES =
            "[{\\\"local\\\": [{\\\"user\\\": {\\\"name\\\": \\\"{0}\\\"}}], \\\"remote\\\": [{\\\"type\\\": \\\"sub\\\"}]}]";

    @Inject
    FederationRun command;

    @Inject
    IdentityProviders providers;

    @Inject
    FederationProtocols protocols;

    @Inject
    Mappings mappings;

    @Inject
    EntityManager entityManager;

    private final String id = "cli-" + UUID.randomUUID();

    @Test
    void aProviderWithItsRulesIsMadeChangedAndDeleted() {
        assertThat(run("mapping", "\"rules\": \"" + RULES + "\"")).isZero();
        assertThat(run("provider", "\"mapping\": \"" + id + "\", \"enabled\": false"))
                .isZero();
        IdentityProvider made = providers.find(DEMO, id).orElseThrow();
        assertThat(made.enabled()).isFalse();
        assertThat(made.owner()).isEmpty();
        assertThat(made.connector()).as("none is called so").isEmpty();
        assertThat(protocols.of(DEMO, id)).containsExactly(protocol("mapped"));

        assertThat(run(
                        "provider",
                        "\"remoteIds\": [\"https://" + id + "\"], \"ttlMinutes\": 30, \"mapping\": \"" + id
                                + "\", \"protocol\": \"openid\""))
                .isZero();
        IdentityProvider changed = providers.find(DEMO, id).orElseThrow();
        assertThat(changed.remoteIds()).containsExactly("https://" + id);
        assertThat(changed.authorizationTtl()).contains(30L);
        assertThat(changed.enabled()).as("was not said").isFalse();
        assertThat(protocols.of(DEMO, id)).containsExactlyInAnyOrder(protocol("mapped"), protocol("openid"));
        assertThat(run("protocol", "\"protocol\": \"mapped\""))
                .as("nothing said")
                .isEqualTo(1);
        assertThat(run("protocol", "\"protocol\": \"mapped\", \"delete\": true"))
                .isZero();
        assertThat(run("protocol", "\"protocol\": \"mapped\", \"delete\": true"))
                .as("gone")
                .isEqualTo(1);
        assertThat(protocols.of(DEMO, id)).containsExactly(protocol("openid"));
        assertThat(run("mapping", "\"rules\": \"" + RULES.replace("sub", "mail") + "\""))
                .isZero();
        assertThat(mappings.find(DEMO, id).orElseThrow().rules().json()).contains("mail");
        assertThat(command.run("list", "{\"realm\": \"demo\"}")).isZero();

        assertThat(run("provider", "\"delete\": true")).isZero();
        assertThat(run("mapping", "\"delete\": true")).isZero();
        assertThat(providers.find(DEMO, id)).isEmpty();
        assertThat(mappings.find(DEMO, id)).isEmpty();
    }

    @Test
    void whatSomebodyElseChangedMeanwhileStays() {
        assertThat(run("provider", "\"enabled\": true")).isZero();
        assertThat(providers.find(DEMO, id).orElseThrow().enabled()).isTrue();
        QuarkusTransaction.requiringNew()
                .run(() -> entityManager // of which this process has not heard
                        .createNativeQuery("update identity_provider set enabled = false where id = ?1")
                        .setParameter(1, id)
                        .executeUpdate());

        assertThat(run("provider", "\"keptMinutes\": 9000000000000000000"))
                .as("more than any sum with a moment holds")
                .isEqualTo(1);
        assertThat(run("provider", "\"remoteIds\": [\"https://" + id + "\"], \"keptMinutes\": 60"))
                .isZero();

        IdentityProvider changed = providers.find(DEMO, id).orElseThrow();
        assertThat(changed.enabled()).isFalse();
        assertThat(changed.remoteIds()).containsExactly("https://" + id);
        assertThat(changed.grantsKeptFor()).contains(60L);
        assertThat(run("provider", "\"delete\": true")).isZero();
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(command.run("list", "{}")).as("several realms").isEqualTo(1);
        assertThat(run("mapping", "\"rules\": \"[{}]\"")).isEqualTo(1);
        assertThat(run("mapping", "\"delete\": true")).isEqualTo(1);
        assertThat(run("provider", "\"connector\": \"nowhere\"")).isEqualTo(1);
        assertThat(run("provider", "\"domain\": \"nowhere\"")).isEqualTo(1);
        assertThat(run("provider", "\"mapping\": \"nowhere\"")).isEqualTo(1);
        assertThat(run("provider", "\"delete\": true")).isEqualTo(1);
        assertThat(providers.find(DEMO, id)).isEmpty();
    }

    private int run(String what, String wish) {
        return command.run(what, "{\"realm\": \"demo\", \"id\": \"" + id + "\", " + wish + "}");
    }

    private FederationProtocol protocol(String name) {
        return new FederationProtocol(id, name, id, Optional.empty());
    }
}
