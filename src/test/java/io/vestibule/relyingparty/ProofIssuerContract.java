package io.vestibule.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Reference;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.Subject;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What login relies on, whatever the dialect. A protocol extends it and brings a request of its own. */
public abstract class ProofIssuerContract {
    protected abstract ProofIssuer issuer();

    /** A realm with the relying parties below. */
    protected abstract Realm realm();

    /** A request as this protocol's endpoint makes it, of a relying party that is declared and switched on. */
    protected abstract AuthnRequest request();

    /** The name of the protocol message's part that only a proof has: {@code code}, {@code SAMLResponse}. */
    protected abstract String proofField();

    /** A relying party that is declared and switched off. */
    protected abstract RelyingPartyId switchedOff();

    @Test
    void itHasAName() {
        assertThat(issuer().protocol())
                .matches("[a-z][a-z0-9-]*")
                .isEqualTo(request().protocol());
    }

    @Test
    void aProofGoesWhereTheRequestSaysAndNowhereElse() {
        BrowserReply reply = issuer().prove(request(), authentication(UUID.randomUUID()));
        assertThat(destination(reply)).startsWith(request().replyTo().toString());
        assertThat(fields(reply)).containsKey(proofField());
    }

    @Test
    void everyProofIsAnother() {
        AuthnRequest request = request();
        UUID person = UUID.randomUUID();
        String one = fields(issuer().prove(request, authentication(person))).get(proofField());
        String same = fields(issuer().prove(request, authentication(person))).get(proofField());
        assertThat(one).isNotEqualTo(same);
    }

    @Test
    void itSetsNoCookies() { // sessions are not its business
        assertThat(issuer().prove(request(), authentication(UUID.randomUUID())).cookies())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Refusal.Reason.class)
    void everyRefusalReachesTheRelyingPartyAndIsNoProof(Refusal.Reason reason) {
        Reference reference = new Reference("ABCDEFGHJK");
        BrowserReply reply = issuer().refuse(request(), new Refusal(reason, "Said in one sentence.", reference));
        assertThat(destination(reply)).startsWith(request().replyTo().toString());
        assertThat(fields(reply)).isNotEmpty();
        assertThat(saysNo(reply)).isTrue();
        assertThat(reply.cookies()).isEmpty();
    }

    /** Whether {@code reply} is a refusal in this dialect; by default one without the proof's field. */
    protected boolean saysNo(BrowserReply reply) {
        return !fields(reply).containsKey(proofField());
    }

    @Test
    void itKnowsItsRelyingPartiesWhileTheyAreOn() {
        assertThat(issuer().relyingParty(realm(), request().relyingParty()))
                .hasValueSatisfying(
                        party -> assertThat(party.id()).isEqualTo(request().relyingParty()));
        assertThat(issuer().relyingParty(realm(), switchedOff())).isEmpty();
        assertThat(issuer().relyingParty(realm(), new RelyingPartyId("nobody knows me")))
                .isEmpty();
    }

    protected Authentication authentication(UUID person) {
        UserId user = new UserId(person);
        return new Authentication(
                new Subject(user, "ada", "Ada Lovelace"),
                Claims.none().with("name", "Ada Lovelace"),
                Set.of("engineers"),
                new AuthnContext(Instant.EPOCH, Optional.of("urn:example:strong"), Set.of("pwd")),
                new ConnectorId("people"),
                "upstream-1",
                request().asks(),
                Optional.empty(),
                new SessionRef(new SessionId(UUID.randomUUID()), user));
    }

    protected static String destination(BrowserReply reply) {
        return switch (reply) {
            case BrowserReply.Redirect redirect -> redirect.to().toString();
            case BrowserReply.AutoPost post -> post.to().toString();
            case BrowserReply.Page page -> throw new AssertionError("a page is no way to a relying party: " + page);
        };
    }

    protected static Map<String, String> fields(BrowserReply reply) {
        return switch (reply) {
            case BrowserReply.Redirect redirect -> parameters(redirect.to());
            case BrowserReply.AutoPost post -> post.fields();
            case BrowserReply.Page page -> Map.of();
        };
    }

    private static Map<String, String> parameters(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        for (String part : new String[] {uri.getRawQuery(), uri.getRawFragment()}) {
            if (part != null) {
                for (String pair : part.split("&")) {
                    String[] both = pair.split("=", 2);
                    parameters.put(both[0], both.length > 1 ? both[1] : "");
                }
            }
        }
        return parameters;
    }
}
