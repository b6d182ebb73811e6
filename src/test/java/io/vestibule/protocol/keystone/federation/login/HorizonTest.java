package io.vestibule.protocol.keystone.federation.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.peer.PythonPeer;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Horizon, from Debian: straight to the portal, in by the campus, and out through the logout URL. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@Tag("peer")
@TestProfile(CloudProfile.class)
class HorizonTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @AfterEach
    void forget() {
        rules.unbind();
        campus.redeclare();
    }

    @Test
    void somebodyOfTheCampusUsesHorizonAndLeavesItForGood() {
        int port = freePort();
        String horizon = "http://localhost:" + port;
        try (PythonPeer server = PythonPeer.start(
                        "/keystone/python/horizon.py", List.of("openstack_dashboard", "openstack_auth"), Map.of());
                PlainBrowser browser = new PlainBrowser()) {
            campus.declareFor(horizon);
            rules.bind();
            assertThat(server.ask(Map.of(
                                    "port",
                                    port,
                                    "keystone",
                                    campus.sky("/v3").toString(),
                                    "origin",
                                    horizon + "/auth/websso/"))
                            .asText())
                    .isEqualTo("ready");

            Visit portal = browser.open(URI.create(horizon + "/auth/login/"));
            assertThat(portal.html().text()).contains("Sky dashboard");
            Visit there = browser.open(URI.create(
                    portal.html().select("a[href*=/login/with/campus?]").attr("abs:href")));
            Visit token = browser.submit(
                    there, "form:has([name=password])", Map.of("username", "emmy", "password", "emmy-password-1"));
            assertThat(token.html().select("#auto-post").attr("action")).isEqualTo(horizon + "/auth/websso/");
            browser.submit(token, "#auto-post", Map.of());
            Visit identity = browser.open(URI.create(horizon + "/identity/"));
            assertThat(identity.address().toString()).as(identity.body()).startsWith(horizon + "/identity");
            assertThat(identity.html().text()).contains("emmy", "telescope");

            Visit question = browser.open(URI.create(horizon + "/auth/logout/"));
            assertThat(question.html().text()).contains("Sign out?", "Sky dashboard");
            browser.submit(question, "form.answers", Map.of("logout", "yes"));
            Visit again = browser.open(URI.create(horizon + "/identity/"));
            assertThat(again.address().getPath())
                    .as("nobody is signed in at the portal, nor at Horizon")
                    .isEqualTo("/realms/sky/login");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
