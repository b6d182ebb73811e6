package io.vestibule.protocol.oidc.upstream;

import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Cancelled;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the browser brought back from the authorization endpoint. */
final class AuthorizationAnswer {
    private static final int LONGEST_CODE = 8_192;

    private final InboundMessage message;
    private final ProviderMetadata provider;
    private final String state;

    AuthorizationAnswer(InboundMessage message, ProviderMetadata provider, String state) {
        this.message = message;
        this.provider = provider;
        this.state = state;
    }

    /** The code, when the answer is to our question, from the provider we asked, and not a refusal. */
    Step<String> code() {
        return Stream.of(noParameterIsRepeated(), stateIsOurs(), issuerIsTheOneAsked(), isNoRefusal())
                .flatMap(Optional::stream)
                .findFirst()
                .<Step<String>>map(Step::stopped)
                .orElseGet(this::wellFormedCode);
    }

    /** RFC 6749 §3.1: parameters come once; which of two would count is an attacker's choice. */
    private Optional<AuthnOutcome> noParameterIsRepeated() {
        return message.parameters().keySet().stream()
                .filter(message::repeats)
                .findFirst()
                .map(name -> invalid("repeated-parameter", "each once", name));
    }

    /** RFC 9700 §4.7.1: login CSRF. */
    private Optional<AuthnOutcome> stateIsOurs() {
        String actual = message.single("state").orElse("");
        return Step.unless(
                MessageDigest.isEqual(actual.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8)),
                "state-mismatch",
                "the state of this login",
                "another");
    }

    /** RFC 9207 §2.4: mix-up of two providers; also for error answers. */
    private Optional<AuthnOutcome> issuerIsTheOneAsked() {
        Optional<String> named = message.single("iss");
        if (named.isEmpty() && !provider.namesItself()) {
            return Optional.empty();
        }
        return Step.unless(
                named.filter(provider.issuer()::equals).isPresent(),
                "issuer-mismatch",
                provider.issuer(),
                named.orElse("(none)"));
    }

    /** RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6. */
    private Optional<AuthnOutcome> isNoRefusal() {
        return message.single("error").map(error -> switch (error) {
            case "access_denied" -> new Cancelled();
            case "temporarily_unavailable", "server_error" ->
                new AuthnOutcome.Unreachable("the provider answered " + error);
            case "unmet_authentication_requirements" ->
                new Rejected(Rejection.CONTEXT_REFUSED, "upstream-error", "a code", error);
            default -> new Rejected(Rejection.DENIED_UPSTREAM, "upstream-error", "a code", Shown.of(error));
        });
    }

    /** RFC 6749 appendix A.11: visible ASCII. Anything else is not sent on to the token endpoint. */
    private Step<String> wellFormedCode() {
        return message.single("code")
                .filter(code -> !code.isBlank() && code.length() <= LONGEST_CODE)
                .filter(code -> code.chars().allMatch(c -> c >= 0x20 && c <= 0x7e))
                .map(Step::done)
                .orElseGet(() -> Step.invalid("code-missing", "a code or an error", "neither"));
    }

    private static Rejected invalid(String reason, String expected, String actual) {
        return new Rejected(Rejection.INVALID_MESSAGE, reason, expected, Shown.of(actual));
    }
}
