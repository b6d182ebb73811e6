package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.directory.MfaRules;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.auth.Receipts.Receipt;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From a request for a token to the token: the methods in turn, the user's rules about them, the scope. */
@ApplicationScoped
class Authentication {
    private static final String RECEIPT = "Openstack-Auth-Receipt";

    private final Map<String, AuthMethod> methods = new LinkedHashMap<>();
    private final AuthRequests requests;
    private final ExternalMethod external;
    private final TokenMethod rescoping;
    private final Receipts receipts;
    private final FactorRules factors;
    private final ScopeLookup scopes;
    private final Instance<TrustUse> trusts;
    private final TokenIssue tokens;
    private final AuditLog audit;

    Authentication(
            Instance<AuthMethod> methods,
            AuthRequests requests,
            ExternalMethod external,
            TokenMethod rescoping,
            Receipts receipts,
            FactorRules factors,
            ScopeLookup scopes,
            Instance<TrustUse> trusts,
            TokenIssue tokens,
            AuditLog audit) {
        methods.stream()
                .sorted(Comparator.comparing(AuthMethod::name))
                .forEach(method -> this.methods.put(method.name(), method));
        this.requests = requests;
        this.external = external;
        this.rescoping = rescoping;
        this.receipts = receipts;
        this.factors = factors;
        this.scopes = scopes;
        this.trusts = trusts;
        this.tokens = tokens;
        this.audit = audit;
    }

    sealed interface Outcome {
        record Done(Issued issued) implements Outcome {}

        /** Right so far, and the user's rules ask for more. */
        record MoreNeeded(Receipts.Written receipt, List<List<String>> rules) implements Outcome {}
    }

    Outcome authenticate(Call call, ObjectNode body) {
        AuthRequest request = requests.read(body, offered(call));
        Optional<Receipt> receipt = receipt(call);
        Optional<Receipt> good = receipt.filter(before -> !receipts.isVoid(call.realm(), before));
        ProvenTogether together = proven(call, request, good.map(Receipt::user));
        UserId user = together.proven().user();
        if (receipt.isPresent()
                && good.filter(before -> before.user().equals(user)).isEmpty()) {
            throw noSuchReceipt(call.header(RECEIPT).orElse(""));
        }
        good.ifPresent(before -> together.addEarlier(before.proven()));
        Proven proven = together.proven();
        if (factors.isOnlyASecondFactor(call.realm(), user, Set.copyOf(together.methods()))) {
            throw KeystoneRefused.unauthorized().because("passcode-alone");
        }
        List<List<String>> unmet = unmet(call, proven, together);
        if (!unmet.isEmpty()) {
            refused(call, proven, "second-factor-needed");
            return new Outcome.MoreNeeded(receipts.write(call.realm(), proven), unmet);
        }
        return new Outcome.Done(issue(call, request, proven));
    }

    /** An unscoped token for what an identity provider vouches for by one protocol, outside a request that names methods. */
    Outcome byProof(Call call, String protocol, Proven proven) {
        ProvenTogether together = new ProvenTogether();
        together.add(FederationProtocol.isReserved(protocol) ? MfaRules.MAPPED : protocol, proven);
        List<List<String>> unmet = unmet(call, proven, together);
        if (!unmet.isEmpty()) {
            refused(call, proven, "second-factor-needed");
            return new Outcome.MoreNeeded(receipts.write(call.realm(), together.proven()), unmet);
        }
        return new Outcome.Done(issue(call, together.proven(), Optional.empty()));
    }

    private List<List<String>> unmet(Call call, Proven proven, ProvenTogether together) {
        return factors.unmet(call.realm(), proven.user(), forRules(together), proven.parentAuditId());
    }

    /**
     * Rules name a login by an identity provider as the portal does, whatever its protocol is called; one that is called as a
     * method of our own proves nothing by its name.
     */
    private static Set<String> forRules(ProvenTogether together) {
        Set<String> methods = new LinkedHashSet<>(together.methods());
        together.proven().federated().map(Federated::protocol).ifPresent(protocol -> {
            methods.add(MfaRules.MAPPED);
            methods.removeIf(method -> method.equals(protocol) && FederationProtocol.isReserved(protocol));
        });
        return methods;
    }

    private Issued issue(Call call, AuthRequest request, Proven proven) {
        if (request.payloads().get(rescoping.name()) instanceof JsonNode payload) {
            rescoping.forbidNarrowing(call, payload, request.scope());
        }
        Proven used = request.scope() instanceof AskedScope.OfTrust(String trust)
                ? trusts.stream()
                        .findFirst()
                        .orElseThrow(() -> KeystoneRefused.unauthorized().because("no-trusts-here"))
                        .use(call, proven, trust)
                : proven;
        Optional<Scope> scope = used.boundTo()
                .or(() -> scopes.of(
                        call.realmName(),
                        request.scope(),
                        used.user(),
                        used.federated().isPresent()));
        return issue(call, used, scope);
    }

    private Issued issue(Call call, Proven used, Optional<Scope> scope) {
        return tokens.issue(
                call.realm(),
                new TokenRequest(
                                used.user(),
                                used.earlier(),
                                scope,
                                used.notAfter(),
                                used.parentAuditId(),
                                used.delegation(),
                                used.federated(),
                                Optional.empty())
                        .shownFor(used.shown()));
    }

    private ProvenTogether proven(Call call, AuthRequest request, Optional<UserId> earlier) {
        ProvenTogether together = new ProvenTogether();
        boolean named =
                request.methods().contains(external.name()) || !offered(call).contains(external.name());
        if (!named && external.cameAlong(call)) {
            // Keystone looks at it whatever was asked for, and goes on without it when it proves nothing.
            if (external.authenticate(call, JsonNodeFactory.instance.objectNode()) instanceof Proven proven) {
                together.add(external.name(), proven);
            }
        }
        List<AuthMethod> inTurn = request.methods().stream()
                .map(this::method)
                .sorted(Comparator.comparing(AuthMethod::comesLast))
                .toList();
        for (AuthMethod method : inTurn) {
            Optional<UserId> before = together.user().or(() -> earlier);
            switch (method.beside(call, payload(request, method), before)) {
                case Proven proven -> together.add(method.name(), proven);
                case MethodOutcome.Refused no -> throw refusal(no);
            }
        }
        return together;
    }

    private static JsonNode payload(AuthRequest request, AuthMethod method) {
        return Optional.ofNullable(request.payloads().get(method.name())).orElseThrow();
    }

    private AuthMethod method(String name) {
        return Optional.ofNullable(methods.get(name))
                .orElseThrow(() -> new IllegalStateException("requests with other methods are not read"));
    }

    /** What the realm lists and somebody here knows. External is offered where a front end is named for it, and nowhere else. */
    private Set<String> offered(Call call) {
        KeystoneRealm settings = KeystoneRealm.of(call.realm());
        Set<String> names = new LinkedHashSet<>(settings.methods());
        names.retainAll(methods.keySet());
        if (settings.external().isEmpty()) {
            names.remove(external.name());
        }
        return names;
    }

    private Optional<Receipt> receipt(Call call) {
        return call.header(RECEIPT)
                .map(text -> receipts.read(call.realm(), text).orElseThrow(() -> noSuchReceipt(text)));
    }

    private static KeystoneRefused noSuchReceipt(String text) {
        return KeystoneRefused.unauthorized("Could not find auth receipt: " + text + ".")
                .because("receipt-unknown");
    }

    private static KeystoneRefused refusal(MethodOutcome.Refused no) {
        return no.words()
                .map(KeystoneRefused::unauthorized)
                .orElseGet(KeystoneRefused::unauthorized)
                .because(no.reason());
    }

    private void refused(Call call, Proven proven, String reason) {
        audit.refuse(new Refusal(
                call.realmName(), Circumstances.from(call.visitor().address()).of(proven.user()), "keystone", reason));
    }
}
