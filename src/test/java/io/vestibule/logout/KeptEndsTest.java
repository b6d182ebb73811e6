package io.vestibule.logout;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.Waiting;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Resolution;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.journey.JourneyProfile;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.realm.Realms;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The node that ended a session in its browser was killed before anybody was told, and the browser asks once more, at another. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class KeptEndsTest {
    private static final RealmName REALM = new RealmName("guild");
    private static final URI COMPLETE = URI.create("https://kept.example/complete");
    private static final URI PARTIAL = URI.create("https://kept.example/partial");
    private static final UpstreamIdentity IDENTITY = new UpstreamIdentity(
            new ConnectorId("somewhere"),
            "kept",
            Claims.none(),
            new AuthnContext(Instant.EPOCH, Optional.empty(), Set.of("pwd")),
            UpstreamSession.none());

    @Inject
    BrowserLogout logout;

    @Inject
    DyingNode dying;

    @Inject
    Realms realms;

    @Inject
    Sessions sessions;

    @Inject
    Participants participants;

    @Inject
    Directory directory;

    @Test
    void whatIsNotKnownIsNotCalledDoneAndOnceThatNodeIsGoneTheyAreToldByThisOne() {
        Session session = session();
        assertThat(participants.join(session.id(), "oidc", new RelyingPartyId("desk"), ""))
                .isTrue();
        Instant ended = Instant.now();
        dying.endAndDie(
                REALM,
                session.ref(),
                Ending.of("person", Circumstances.from(""), Optional.empty())
                        .in(new Ending.InBrowser("mark", List.of(session))));

        assertThat(again(session, "another")).isEmpty();
        assertThat(again(session, "mark"))
                .as("that node may be telling them")
                .hasValueSatisfying(
                        reply -> assertThat(reply).isEqualTo(new BrowserReply.Redirect(PARTIAL, List.of())));
        Waiting.until(() -> ended.plusSeconds(8).isBefore(Instant.now()));
        assertThat(again(session, "mark").map(KeptEndsTest::parties))
                .as("told, and without a way to be")
                .contains(List.of(new SignedOutView.Party("desk", SignedOutView.Outcome.UNSUPPORTED)));
    }

    private Optional<BrowserReply> again(Session session, String browser) {
        LogoutRequest request = new LogoutRequest(
                REALM,
                Optional.empty(),
                Optional.of(session.id()),
                Optional.of(session.user()),
                Optional.of(COMPLETE),
                Optional.of(PARTIAL));
        return logout.again(realms.find(REALM).orElseThrow(), request, session.id(), browser, over -> false, List.of());
    }

    private static List<SignedOutView.Party> parties(BrowserReply reply) {
        return reply instanceof BrowserReply.Page page && page.model() instanceof SignedOutView view
                ? view.parties()
                : List.of();
    }

    private Session session() {
        MappedPerson mapped = new MappedPerson("kept", "Kept", Optional.empty(), false, Claims.none(), Set.of());
        User user = switch (directory.resolve(REALM, IDENTITY, mapped)) {
            case Resolution.Known known -> known.user();
            case Resolution.Provisioned provisioned -> provisioned.user();
            case Resolution.Refused refused -> throw new AssertionError(refused.toString());
        };
        Visitor visitor = new Visitor("192.0.2.1", "test", Map.of(), List.of(Locale.ENGLISH));
        return sessions.open(user, IDENTITY, SessionPolicy.standard(), visitor).session();
    }
}
