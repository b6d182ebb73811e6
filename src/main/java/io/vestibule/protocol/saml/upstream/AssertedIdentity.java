package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.AuthenticatingAuthority;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDType;

/** What a verified and checked assertion says of a person, in neutral words. */
final class AssertedIdentity {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_HINT = 4_096;

    private final ConnectorId connector;
    private final Expectation expected;
    private final RequestedClasses classes;
    private final BiConsumer<String, String> dropped;

    /** @param dropped is told each claim and value that the identity provider had no right to say */
    AssertedIdentity(
            ConnectorId connector, Expectation expected, RequestedClasses classes, BiConsumer<String, String> dropped) {
        this.connector = connector;
        this.expected = expected;
        this.classes = classes;
        this.dropped = dropped;
    }

    /** @param nameId the subject's, decrypted */
    Step<UpstreamIdentity> of(Assertion assertion, @Nullable NameID nameId) {
        SamlConnectorConfig config = expected.config();
        String provider = expected.provider().entityId();
        ScopedAttributes scoped = new ScopedAttributes(expected.role().scopes(), config.federation());
        Claims claims = named(scoped.believed(AssertedClaims.of(assertion), dropped), nameId);
        AuthnStatement statement = assertion.getAuthnStatements().getFirst();
        return required(claims)
                .then(believed -> new Subjects(config, provider).of(nameId, believed))
                .then(subject -> Step.done(new UpstreamIdentity(
                        connector, subject, claims, context(statement), session(assertion, statement, nameId))));
    }

    private Step<Claims> required(Claims claims) {
        for (Map.Entry<String, List<String>> required :
                expected.config().requiredAttributes().entrySet()) {
            List<String> actual = claims.all(AttributeTable.claim(required.getKey()));
            List<String> accepted = required.getValue();
            boolean met =
                    accepted.isEmpty() ? !actual.isEmpty() : actual.stream().anyMatch(accepted::contains);
            if (!met) {
                return Step.stopped(new Rejected(
                        Rejection.DENIED_UPSTREAM,
                        "required-attribute",
                        required.getKey() + (accepted.isEmpty() ? "" : " of " + accepted),
                        Shown.of(actual.toString())));
            }
        }
        return Step.done(claims);
    }

    /** The claims everything else here works with, from where the operator says they are. */
    private Claims named(Claims said, @Nullable NameID nameId) {
        SamlConnectorConfig config = expected.config();
        Claims claims = said.with("groups", said.all(AttributeTable.claim(config.groupsAttribute())))
                .with("email", email(said, nameId))
                .with(
                        "preferred_username",
                        first(said, config.usernameAttribute(), "preferred_username", "eduPersonPrincipalName"))
                .with("name", first(said, "name", "cn"));
        return config.emailsVerified() ? claims.with("email_verified", "true") : claims;
    }

    private List<String> email(Claims said, @Nullable NameID nameId) {
        List<String> stated = said.all(AttributeTable.claim(expected.config().emailAttribute()));
        if (!stated.isEmpty() || nameId == null || !NameIDType.EMAIL.equals(nameId.getFormat())) {
            return stated;
        }
        return Optional.ofNullable(nameId.getValue())
                .filter(AssertedClaims::isStorable)
                .map(String::strip)
                .map(List::of)
                .orElse(stated);
    }

    private static List<String> first(Claims claims, String... attributes) {
        return Stream.of(attributes)
                .map(AttributeTable::claim)
                .map(claims::all)
                .filter(all -> !all.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private AuthnContext context(AuthnStatement statement) {
        List<String> authorities = new ArrayList<>();
        authorities.add(expected.provider().entityId());
        statement.getAuthnContext().getAuthenticatingAuthorities().stream()
                .map(AuthenticatingAuthority::getURI)
                .filter(AssertedIdentity::isName)
                .forEach(authorities::add);
        Instant authenticated = statement.getAuthnInstant();
        return new AuthnContext(
                authenticated.isBefore(expected.now()) ? authenticated : expected.now(), // their clock may run ahead
                AuthenticationChecks.contextClass(statement)
                        .filter(AssertedIdentity::isName)
                        .flatMap(classes::inOurWords),
                Set.of(),
                authorities);
    }

    private UpstreamSession session(Assertion assertion, AuthnStatement statement, @Nullable NameID nameId) {
        return new UpstreamSession(
                Optional.ofNullable(statement.getSessionIndex()).filter(AssertedIdentity::isName),
                Optional.ofNullable(nameId)
                        .map(name -> LogoutHint.of(expected.provider().entityId(), name)
                                .sealed())
                        .filter(hint -> hint.reveal().length() <= LONGEST_HINT),
                Optional.ofNullable(assertion.getIssueInstant()));
    }

    private static boolean isName(@Nullable String text) {
        return text != null
                && !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.indexOf('\n') < 0
                && AssertedClaims.isStorable(text);
    }
}
