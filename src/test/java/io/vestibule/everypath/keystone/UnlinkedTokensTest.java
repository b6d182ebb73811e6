package io.vestibule.everypath.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.Identities;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.everypath.CrossingProfile;
import io.vestibule.everypath.Harbour;
import io.vestibule.everypath.Path;
import io.vestibule.everypath.Stage;
import io.vestibule.everypath.World;
import io.vestibule.identity.ConnectorId;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.protocol.keystone.token.ShownIdentity;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What somebody was given as the person whom an account elsewhere led to ends with that link, and nothing else does. */
@Tag("oidc")
@QuarkusTest
@TestProfile(CrossingProfile.class)
class UnlinkedTokensTest {
    private static final ConnectorId HARBOUR = new ConnectorId("harbour");

    @Inject
    World world;

    @Inject
    Identities identities;

    @Inject
    TokenIssue issue;

    @Inject
    Event<IdentityUnlinked> unlinked;

    @Test
    void endWithTheLinkAndThoseMadeFromThem() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            String unscoped = Tokens.text(FederatedPaths.byBearer(tokens, account));
            String rescoped = Tokens.text(tokens.byToken(unscoped, tokens.inProject()));
            String mapped = Tokens.text(mapped(tokens, account));
            String password = tokens.token(tokens.inProject());
            unlink(tokens, account);
            assertThat(List.of(unscoped, rescoped, mapped)).noneMatch(tokens::validates);
            assertThat(tokens.byToken(unscoped, tokens.inProject()).statusCode())
                    .isEqualTo(404);
            assertThat(applicationCredential(tokens, rescoped).statusCode()).isEqualTo(401);
            assertThat(tokens.validates(password)).isTrue();
        });
    }

    @Test // or whoever held the account would keep a way in as the person
    void whatWasHandedOnByThemEnds() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            endsWithTheLink(tokens, account, () -> Tokens.text(mapped(tokens, account)));
        });
    }

    @Test
    void soDoesWhatWasHandedOnInASessionThatBeganByIt() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            try (PlainBrowser browser = new PlainBrowser()) {
                String given = FederatedPaths.byWebSso(tokens, account, browser);
                endsWithTheLink(tokens, account, () -> Tokens.text(tokens.byToken(given, tokens.inProject())));
            }
        });
    }

    private void endsWithTheLink(Tokens tokens, Harbour account, Supplier<String> comingIn) {
        Map<String, Path> ways = by(tokens, comingIn);
        assertThat(ways.values())
                .as("while it is linked")
                .allMatch(way -> way.attempt().works());
        Map<String, Path> anew = by(tokens, comingIn); // what is taken once is not tried before
        Map<String, Path> others = by(tokens, () -> tokens.token(tokens.inProject()));
        unlink(tokens, account);
        assertThat(open(ways)).isEmpty();
        assertThat(open(anew)).isEmpty();
        assertThat(open(others)).as("made by another way in").isEqualTo(others.keySet());
    }

    private static Map<String, Path> by(Tokens tokens, Supplier<String> comingIn) {
        return new Delegations(tokens.stage(), tokens, comingIn)
                .rows().stream().collect(Collectors.toMap(Path::name, path -> path));
    }

    private static Set<String> open(Map<String, Path> ways) {
        return ways.values().stream()
                .filter(way -> way.attempt().works())
                .map(Path::name)
                .collect(Collectors.toSet());
    }

    @Test
    void comeBackByNoLaterLink() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            String before = Tokens.text(FederatedPaths.byBearer(tokens, account));
            unlink(tokens, account);
            world.linked(tokens.stage().user().id(), HARBOUR, account.subject());
            assertThat(tokens.validates(before)).isFalse();
            assertThat(tokens.validates(Tokens.text(FederatedPaths.byBearer(tokens, account))))
                    .isTrue();
        });
    }

    @Test
    void ofAnotherAccountOverThereStay() {
        onStage(tokens -> {
            Harbour one = Harbour.accountOf(tokens.stage());
            Harbour other = Harbour.accountOf(tokens.stage());
            String ofOne = Tokens.text(FederatedPaths.byBearer(tokens, one));
            String ofOther = Tokens.text(FederatedPaths.byBearer(tokens, other));
            unlink(tokens, one);
            assertThat(tokens.validates(ofOne)).isFalse();
            assertThat(tokens.validates(ofOther)).isTrue();
        });
    }

    @Test
    void whatIsUndoneEndsNothing() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            String token = Tokens.text(FederatedPaths.byBearer(tokens, account));
            IdentityUnlinked gone = new IdentityUnlinked(
                    World.REALM, tokens.stage().user().id(), HARBOUR, account.subject(), Circumstances.from(""));
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                        unlinked.fire(gone);
                        throw new IllegalStateException("the database is away");
                    }))
                    .hasMessage("the database is away");
            assertThat(tokens.validates(token)).isTrue();
        });
    }

    @Test // shown a moment before
    void noneIsGivenOutOnceTheLinkIsGone() {
        onStage(tokens -> {
            Harbour account = Harbour.accountOf(tokens.stage());
            ShownIdentity shown = new ShownIdentity(tokens.stage().user().id(), new Way(HARBOUR, account.subject()));
            TokenRequest request = TokenRequest.of(shown.user(), List.of("mapped"), Optional.empty())
                    .shownFor(Optional.of(shown));
            assertThat(tokens.validates(issue.issue(world.realm(), request).text()))
                    .isTrue();
            unlink(tokens, account);
            assertThatThrownBy(() -> issue.issue(world.realm(), request)).isInstanceOf(KeystoneRefused.class);
        });
    }

    private void onStage(Consumer<Tokens> play) {
        try (Stage stage = new Stage(world)) {
            play.accept(new Tokens(stage));
        }
    }

    private void unlink(Tokens tokens, Harbour account) {
        assertThat(identities.unlink(
                        world.realm(), tokens.stage().user().id(), HARBOUR, account.subject(), Circumstances.from("")))
                .isInstanceOf(LinkOutcome.Done.class);
    }

    private static Response mapped(Tokens tokens, Harbour account) {
        return FederatedPaths.mapped(tokens, account, tokens.inProject());
    }

    private static Response applicationCredential(Tokens tokens, String token) {
        return tokens.as(token)
                .body(Map.of("application_credential", Map.of("name", Stage.hex())))
                .post(tokens.at("/users/" + tokens.stage().user().id().hex() + "/application_credentials"));
    }
}
