package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.User;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.protocol.keystone.delegation.OriginRepository.Made;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The three steps of RFC 5849 §2: a consumer wishes, a user agrees, the wish becomes an access token. */
@ApplicationScoped
class OAuth1Exchange {
    private final OAuth1Checks checks;
    private final Consumers consumers;
    private final RequestTokens requests;
    private final AccessTokens tokens;
    private final HeldRoles held;
    private final RoleChoice roles;
    private final CredentialRequest projects;
    private final LoginThrottle throttle;
    private final Origins origins;

    OAuth1Exchange(
            OAuth1Checks checks,
            Consumers consumers,
            RequestTokens requests,
            AccessTokens tokens,
            HeldRoles held,
            RoleChoice roles,
            CredentialRequest projects,
            LoginThrottle throttle,
            Origins origins) {
        this.checks = checks;
        this.consumers = consumers;
        this.requests = requests;
        this.tokens = tokens;
        this.held = held;
        this.roles = roles;
        this.projects = projects;
        this.throttle = throttle;
        this.origins = origins;
    }

    RequestToken wish(Call call) {
        OAuth1Request request = checks.read(call, "/OS-OAUTH1/request_token");
        String consumer = OAuth1Checks.required(request, "oauth_consumer_key");
        String wanted = call.header("Requested-Project-Id")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> KeystoneRefused.expecting("Requested-Project-Id", "request"));
        ProjectId project = projects.project(call.realmName(), wanted);
        checks.requireSigned(request, consumers.get(call.realmName(), consumer).secret(), Optional.empty());
        return requests.create(call.realmName(), consumer, project);
    }

    /** The verifier for the user to hand to the consumer. */
    Secret agree(Call call, String requestToken, JsonNode wanted) {
        ValidToken token = call.holder().token();
        DelegatedCallers.mayNotAuthorizeRequestTokens(token);
        RealmName realm = call.realmName();
        RequestToken request = requests.get(realm, requestToken);
        List<RoleId> chosen = roles.read(realm, wanted);
        User user = held.enabled(realm, token.user()).orElseThrow(KeystoneRefused::unauthorized);
        if (held.all(realm, user.id(), request.project(), chosen).isEmpty()) {
            throw KeystoneRefused.unauthorized().because("authorizing-user-lacks-role");
        }
        return origins.made(
                call,
                HandedOn.REQUEST_TOKEN,
                () -> requests.authorize(realm, requestToken, user.id(), chosen),
                verifier -> requestToken);
    }

    @Transactional
    AccessToken redeem(Call call) {
        OAuth1Request request = checks.read(call, "/OS-OAUTH1/access_token");
        String consumer = OAuth1Checks.required(request, "oauth_consumer_key");
        String id = OAuth1Checks.required(request, "oauth_token");
        String verifier = OAuth1Checks.required(request, "oauth_verifier");
        RequestToken wish = requests.get(call.realmName(), id);
        if (!wish.consumer().equals(consumer)) {
            throw KeystoneRefused.unauthorized().because("request-token-of-another-consumer");
        }
        checks.requireSigned(request, consumers.get(call.realmName(), consumer).secret(), Optional.of(wish.secret()));
        RequestToken.Grant grant = verified(wish, verifier, call.visitor().address());
        if (held.all(call.realmName(), grant.user(), wish.project(), grant.roles())
                .isEmpty()) {
            throw KeystoneRefused.unauthorized().because("authorizing-user-lacks-role"); // any more
        }
        if (!requests.take(call.realmName(), id)) {
            throw KeystoneRefused.unauthorized().because("request-token-used");
        }
        AccessToken made = tokens.create(call.realmName(), wish, grant);
        origins.become(
                call.realmName(), new Made(HandedOn.REQUEST_TOKEN, id), new Made(HandedOn.ACCESS_TOKEN, made.id()));
        return made;
    }

    /** Eight letters that a person carries over: the consumer, which knows the rest, must not try them out (RFC 5849 §4.12). */
    private RequestToken.Grant verified(RequestToken wish, String verifier, String address) {
        if (!throttle.mayTry(address)) {
            throw KeystoneRefused.unauthorized().because("address-throttled");
        }
        return wish.grant()
                .filter(given -> given.isVerifiedBy(Sha256.of(verifier).bytes()))
                .orElseThrow(() -> {
                    throttle.failed(address);
                    return KeystoneRefused.unauthorized().because("wrong-oauth1-verifier");
                });
    }
}
