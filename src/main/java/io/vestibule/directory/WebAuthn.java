package io.vestibule.directory;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.client.AuthenticationExtensionsClientOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The ceremonies of WebAuthn Level 3 §7, as this server's address demands them: challenge, origin, rpId, signature, user
 * present, user verified where it matters, count of uses never going back. Who made the authenticator is not asked.
 */
@ApplicationScoped
class WebAuthn {
    /** What nearly every authenticator can: ES256, EdDSA, RS256 (WebAuthn §5.8.5). */
    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager ceremonies = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter attested = new AttestedCredentialDataConverter(converter);
    private final URI base;

    WebAuthn(BaseUrl base) {
        this.base = base.value();
    }

    /** A new passkey. */
    record Made(String id, byte[] attested, long signCount, boolean backupEligible) {}

    /** One that was used: whose id, and what it says of itself. */
    record Used(String id, Optional<byte[]> userHandle, long signCount, boolean verified) {}

    /** Not what it has to be; {@code getMessage()} is a word for the audit log. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }

        Refused(WebAuthnException why) {
            super("passkey-" + words(why.getClass().getSimpleName()), why);
        }

        /** {@code BadChallengeException} is {@code bad-challenge}. */
        private static String words(String type) {
            return type.replaceAll("(Verification)?Exception$", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    }

    /** Which keys are ours: the host of this server's address (WebAuthn §5.1.2: a domain, no address). */
    String rpId() {
        return base.getHost();
    }

    /** Whether browsers do it here at all: at a domain, and by https unless it is this very machine. */
    boolean possible() {
        boolean domain = !rpId().contains(":") && !rpId().matches("[0-9.]+");
        return domain && ("https".equals(base.getScheme()) || rpId().equals("localhost"));
    }

    Made made(String response, byte[] challenge) throws Refused {
        try {
            RegistrationData data = parsed(() -> ceremonies.parseRegistrationResponseJSON(response));
            ceremonies.verify(data, new RegistrationParameters(expected(challenge), parameters(), true, true));
            AuthenticatorData<?> said = Optional.ofNullable(data.getAttestationObject())
                    .orElseThrow(() -> new Refused("passkey-incomplete"))
                    .getAuthenticatorData();
            AttestedCredentialData key = Optional.ofNullable(said.getAttestedCredentialData())
                    .orElseThrow(() -> new Refused("passkey-incomplete"));
            return new Made(text(key.getCredentialId()), attested.convert(key), said.getSignCount(), said.isFlagBE());
        } catch (WebAuthnException broken) {
            throw new Refused(broken);
        } catch (IllegalArgumentException notEvenBytes) {
            throw new Refused("passkey-malformed");
        }
    }

    /** Which credential an answer is of; nothing is verified by that. */
    String credential(String response) throws Refused {
        try {
            AuthenticationData data = parsed(() -> ceremonies.parseAuthenticationResponseJSON(response));
            return Optional.ofNullable(data.getCredentialId())
                    .map(WebAuthn::text)
                    .orElseThrow(() -> new Refused("passkey-incomplete"));
        } catch (WebAuthnException broken) {
            throw new Refused(broken);
        } catch (IllegalArgumentException notEvenBytes) {
            throw new Refused("passkey-malformed");
        }
    }

    Used used(String response, PasskeyEntity row, byte[] challenge, boolean verification) throws Refused {
        try {
            AuthenticationData data = parsed(() -> ceremonies.parseAuthenticationResponseJSON(response));
            ceremonies.verify(
                    data,
                    new AuthenticationParameters(
                            expected(challenge), record(row), List.of(bytes(row.id)), verification, true));
            AuthenticatorData<?> said = Optional.ofNullable(data.getAuthenticatorData())
                    .orElseThrow(() -> new Refused("passkey-incomplete"));
            return new Used(row.id, Optional.ofNullable(data.getUserHandle()), said.getSignCount(), said.isFlagUV());
        } catch (WebAuthnException broken) {
            throw new Refused(broken);
        } catch (IllegalArgumentException notEvenBytes) {
            throw new Refused("passkey-malformed");
        }
    }

    /** The library does not refuse what lacks a member, it falls over it: anybody may send that. */
    private static <T> T parsed(Supplier<T> reading) throws Refused {
        try {
            return reading.get();
        } catch (WebAuthnException broken) {
            throw new Refused(broken);
        } catch (RuntimeException incomplete) {
            throw new Refused("passkey-malformed");
        }
    }

    private ServerProperty expected(byte[] challenge) {
        String port = base.getPort() < 0 ? "" : ":" + base.getPort();
        Origin origin = new Origin(base.getScheme() + "://" + base.getHost() + port);
        return new ServerProperty(Set.of(origin), rpId(), new DefaultChallenge(challenge));
    }

    private CredentialRecordImpl record(PasskeyEntity row) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                row.backupEligible,
                false,
                row.signCount,
                attested.convert(row.attested),
                new AuthenticationExtensionsAuthenticatorOutputs<>(),
                null,
                new AuthenticationExtensionsClientOutputs<>(),
                Set.of());
    }

    private static List<PublicKeyCredentialParameters> parameters() {
        return ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                .toList();
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
