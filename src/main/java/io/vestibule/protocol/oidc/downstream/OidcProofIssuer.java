package io.vestibule.protocol.oidc.downstream;

import io.vestibule.browser.BrowserReply;
import io.vestibule.grants.AuthorizationCodes;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.Refusal;
import io.vestibule.relyingparty.WaitingDevice;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** The proof of OpenID Connect and OAuth is an authorization code (OIDC Core §3.1.2.5). */
@ApplicationScoped
class OidcProofIssuer implements ProofIssuer {
    static final String PROTOCOL = "oidc";

    private final Realms realms;
    private final Clients clients;
    private final AuthorizationCodes codes;
    private final AuthorizationAnswers answers;
    private final MemoryJson json;
    private final OidcLogout logout;
    private final CheckSession check;
    private final DeviceApproval devices;
    private final Clock clock;

    OidcProofIssuer(
            Realms realms,
            Clients clients,
            AuthorizationCodes codes,
            AuthorizationAnswers answers,
            MemoryJson json,
            OidcLogout logout,
            CheckSession check,
            DeviceApproval devices,
            Clock clock) {
        this.realms = realms;
        this.clients = clients;
        this.codes = codes;
        this.answers = answers;
        this.json = json;
        this.logout = logout;
        this.check = check;
        this.devices = devices;
        this.clock = clock;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        OidcMemory asked = OidcMemory.unpacked(request.memory());
        GrantMemory grant = GrantMemory.of(asked, authentication, clock.instant());
        return asked.device()
                .map(device -> devices.proven(request, device, grant))
                .orElseGet(() ->
                        code(request, asked, grant, authentication.session().id()));
    }

    private BrowserReply code(AuthnRequest request, OidcMemory asked, GrantMemory grant, SessionId session) {
        CodeMemory memory = new CodeMemory(
                request.relyingParty().value(), asked.redirectUri(), asked.challenge(), asked.nonce(), grant);
        Secret code =
                codes.issue(request.realm(), json.write(memory), client(request).codeLifetime());
        return answers.code(
                request.realm(),
                request.replyTo(),
                asked.mode(),
                asked.state(),
                code.reveal(),
                isWatched(request)
                        ? check.sessionState(memory.client(), request.replyTo(), session)
                        : Optional.empty());
    }

    @Override
    public boolean isWatched(AuthnRequest request) {
        return realms.find(request.realm()).filter(CheckSession::isOn).isPresent();
    }

    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        OidcMemory asked = OidcMemory.unpacked(request.memory());
        if (asked.device().isPresent()) {
            return devices.refused(request, asked.device().get(), refusal);
        }
        return answers.error(
                request.realm(),
                request.replyTo(),
                asked.mode(),
                asked.state(),
                error(refusal.reason()),
                refusal.sentence() + " Reference " + refusal.reference());
    }

    @Override
    public Optional<WaitingDevice> waitingDevice(AuthnRequest request) {
        return OidcMemory.unpacked(request.memory())
                .device()
                .flatMap(device -> devices.waiting(request.realm(), device));
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return clients.find(realm, id).map(Client::party);
    }

    @Override
    public Optional<LogoutParticipant> logoutParticipant() {
        return Optional.of(logout);
    }

    private Client client(AuthnRequest request) {
        return realms.find(request.realm())
                .flatMap(realm -> clients.find(realm, request.relyingParty()))
                .orElseThrow(() -> new IllegalStateException("login proves for relying parties of the realm only"));
    }

    private static String error(Refusal.Reason reason) {
        return switch (reason) {
            case LOGIN_REQUIRED -> "login_required";
            case CONSENT_REQUIRED -> "consent_required";
            case ACCOUNT_SELECTION_REQUIRED -> "account_selection_required";
            case INTERACTION_REQUIRED -> "interaction_required";
            case ACCESS_DENIED -> "access_denied";
            case SCOPE_REFUSED -> "invalid_scope";
            case CONTEXT_NOT_MET ->
                "unmet_authentication_requirements"; // OIDC Core Unmet Authentication Requirements §2
            case TEMPORARILY_UNAVAILABLE -> "temporarily_unavailable";
            case SERVER_ERROR -> "server_error";
        };
    }
}
