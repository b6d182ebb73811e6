package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasskeyProof;
import io.vestibule.directory.Passkeys;
import io.vestibule.directory.User;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Sha256;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.login.BetweenFactors.Halfway;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.FactorView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A passkey: alone at the first page, or as the second factor. */
@ApplicationScoped
public class PasskeyStep {
    private static final String STEP = "passkey";

    private final LoginFlow flow;
    private final BetweenFactors between;
    private final HalfProven waiting;
    private final FactorStep factors;
    private final Picker picker;
    private final Passkeys passkeys;
    private final Admission admission;
    private final LoginThrottle throttle;
    private final AuditLog audit;
    private final Clock clock;

    PasskeyStep(
            LoginFlow flow,
            BetweenFactors between,
            HalfProven waiting,
            FactorStep factors,
            Picker picker,
            Passkeys passkeys,
            Admission admission,
            LoginThrottle throttle,
            AuditLog audit,
            Clock clock) {
        this.flow = flow;
        this.between = between;
        this.waiting = waiting;
        this.factors = factors;
        this.picker = picker;
        this.passkeys = passkeys;
        this.admission = admission;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a page's passkey answers. Nothing is stored for it before anybody is known: a flow's text is random, bound to its
     * browser and ends by itself, and so does its digest.
     */
    static byte[] challenge(String sealed) {
        return Sha256.of("passkey " + sealed).bytes();
    }

    /** The first page's, without a word about who it is. */
    public BrowserReply alone(RealmName realm, String sealed, String response, Visitor visitor) {
        return flow.during(realm, sealed, visitor, (context, choosing) -> {
            Optional<ConnectorId> connector = connector(context);
            if (connector.isEmpty()) {
                return flow.page(realm, sealed, visitor);
            }
            if (!throttle.mayTry(visitor.address())) {
                return refused(
                        context, connector.get(), sealed, visitor, "address-throttled", ChooseView.Problem.THROTTLED);
            }
            return switch (passkeys.verify(context.realm(), Optional.empty(), challenge(sealed), response)) {
                case PasskeyProof.Right(User user, Set<String> words) ->
                    admission.admit(context, identity(connector.get(), user, words), sealed, visitor);
                case PasskeyProof.Refused(String reason) -> {
                    throttle.failed(visitor.address());
                    yield refused(context, connector.get(), sealed, visitor, reason, ChooseView.Problem.PASSKEY);
                }
            };
        });
    }

    /** After a first factor. */
    public BrowserReply beside(RealmName realm, String sealed, String response, Visitor visitor) {
        return between.during(realm, sealed, visitor, halfway -> {
            if (!factors.asks(halfway).contains(MfaRules.PASSKEY)) {
                return factors.page(realm, sealed, visitor);
            }
            return between.taking(halfway, visitor, taken -> verify(taken, sealed, response, visitor));
        });
    }

    private BrowserReply verify(Halfway taken, String sealed, String response, Visitor visitor) {
        LoginContext context = taken.context();
        return switch (passkeys.verify(context.realm(), Optional.of(taken.user()), challenge(sealed), response)) {
            case PasskeyProof.Right(User user, Set<String> words) ->
                between.goOn(taken, taken.proven().context().with(MfaRules.PASSKEY, words), visitor);
            case PasskeyProof.Refused(String reason) ->
                factors.again(taken, visitor, reason, FactorView.Problem.PASSKEY);
        };
    }

    /** The connector of our own people, when this relying party may use it. */
    private Optional<ConnectorId> connector(LoginContext context) {
        return picker.password(context)
                .map(PasswordConnector::id)
                .filter(id -> Methods.byPassword(context.realm(), id))
                .filter(id -> passkeys.offered(context.realm()));
    }

    /** As the connector vouches for whoever knows the password: rules that are bound to it look at the same. */
    private UpstreamIdentity identity(ConnectorId connector, User user, Set<String> words) {
        AuthnContext context =
                new AuthnContext(clock.instant(), Optional.empty(), words, List.of(), Set.of(MfaRules.PASSKEY));
        return new UpstreamIdentity(
                connector, user.id().toString(), user.everything(), context, UpstreamSession.none());
    }

    private BrowserReply refused(
            LoginContext context,
            ConnectorId connector,
            String sealed,
            Visitor visitor,
            String reason,
            ChooseView.Problem problem) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(connector),
                STEP,
                reason));
        // With a new flow, since a challenge is good for once.
        return flow.again(context, flow.retry(context, visitor), visitor, "", problem);
    }
}
