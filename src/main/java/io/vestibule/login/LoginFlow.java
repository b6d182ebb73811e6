package io.vestibule.login;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.view.AccountsView;
import io.vestibule.login.view.ChooseView.Problem;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import io.vestibule.relyingparty.Refusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one dispatcher: reads where a login stands and takes the next step. Every step comes back here. */
@ApplicationScoped
public class LoginFlow {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final LoginContexts contexts;
    private final BrowserSessions browserSessions;
    private final BrowserBinding binding;
    private final FlowSeal seal;
    private final LoginUrls urls;
    private final Picker picker;
    private final StepUp stepUp;
    private final Refusals refusals;
    private final ErrorPages errors;
    private final Clock clock;

    LoginFlow(
            LoginContexts contexts,
            BrowserSessions browserSessions,
            BrowserBinding binding,
            FlowSeal seal,
            LoginUrls urls,
            Picker picker,
            StepUp stepUp,
            Refusals refusals,
            ErrorPages errors,
            Clock clock) {
        this.contexts = contexts;
        this.browserSessions = browserSessions;
        this.binding = binding;
        this.seal = seal;
        this.urls = urls;
        this.picker = picker;
        this.stepUp = stepUp;
        this.refusals = refusals;
        this.errors = errors;
        this.clock = clock;
    }

    /** A relying party asks. Answers at once over a good session, refuses, or sends the browser to the portal. */
    public BrowserReply begin(AuthnRequest request, Visitor visitor) {
        return begin(request, visitor, false);
    }

    BrowserReply begin(AuthnRequest request, Visitor visitor, boolean restarted) {
        Optional<LoginContext> known = contexts.of(request);
        if (known.isEmpty()) {
            return unknown(request.realm(), visitor);
        }
        LoginContext context = known.get();
        List<SignedIn> here = browserSessions.of(context.realm(), visitor);
        Optional<SignedIn> good = goodEnough(context, here, Instant.MAX);
        boolean choose = request.demands(Interaction.SELECT_ACCOUNT) && !here.isEmpty();
        if (good.isPresent() && !choose) {
            return stepUp.release(context, good.get(), visitor);
        }
        BrowserBinding.Mark mark = binding.mark(visitor);
        String flow = sealed(context, new PendingLogin.Choosing(request, mark.digest(), clock.instant(), restarted));
        if (flow.length() > Trips.LARGEST_COOKIE) {
            return errors.page(
                    Kind.BAD_REQUEST,
                    refusal(request.realm(), visitor, "request-too-large"),
                    Optional.of(context.view()),
                    Optional.of("invalid_request: the authorization request is too large"));
        }
        RealmName realm = context.realm().name();
        if (request.passive()) { // the upstream knows whether the person is signed in there: SAML Core §3.4.1.5.1
            return picker.withoutAsking(context, flow)
                    .<BrowserReply>map(away -> new BrowserReply.Redirect(away).with(mark.cookies()))
                    .orElseGet(() -> withoutSession(context, visitor));
        }
        BrowserReply next = choose
                ? new BrowserReply.Redirect(urls.choose(realm, flow))
                : picker.withoutAsking(context, flow)
                        .map(BrowserReply.Redirect::new)
                        .orElseGet(() -> new BrowserReply.Redirect(urls.choose(realm, flow)));
        return next.with(mark.cookies());
    }

    /** The page of a flow: the account chooser, or how to sign in; or on at once when a good session came meanwhile. */
    public BrowserReply page(RealmName realm, String flow, Visitor visitor) {
        return during(realm, flow, visitor, (context, choosing) -> {
            List<SignedIn> here = browserSessions.of(context.realm(), visitor);
            Optional<SignedIn> good = goodEnough(context, here, choosing.startedAt());
            boolean choose = context.request().demands(Interaction.SELECT_ACCOUNT) && !here.isEmpty();
            if (good.isEmpty() && context.request().passive()) {
                return withoutSession(context, visitor);
            }
            if (choose) {
                return accounts(context, flow, here);
            }
            return good.filter(found -> context.link().isEmpty()) // which is for another account to be proven
                    .map(found -> stepUp.release(context, found, visitor))
                    .orElseGet(() -> picker.page(context, flow, visitor, Optional.empty(), Optional.empty()));
        });
    }

    /** The person chose one of the accounts signed in here, or {@code other}. */
    public BrowserReply account(RealmName realm, String flow, String account, Visitor visitor) {
        return during(realm, flow, visitor, (context, choosing) -> {
            Optional<SignedIn> chosen = SessionId.parse(account)
                    .flatMap(id -> browserSessions.of(context.realm(), visitor).stream()
                            .filter(here -> here.session().id().equals(id))
                            .findFirst());
            boolean enough = chosen.isPresent()
                    && goodEnough(context, List.of(chosen.get()), choosing.startedAt())
                            .isPresent();
            if (enough) {
                return stepUp.release(context, chosen.get(), visitor)
                        .with(List.of(browserSessions.makeCurrent(context.realm(), chosen.get(), visitor)));
            }
            Optional<String> username = chosen.map(here -> here.user().username());
            return picker.page(context, flow, visitor, username, Optional.empty());
        });
    }

    /**
     * "Not you?": on from the accounts that are signed in here, or from how to sign in. Never by itself to an upstream, which would
     * only say the same person once more.
     */
    BrowserReply another(LoginContext context, Visitor visitor) {
        BrowserBinding.Mark mark = binding.mark(visitor);
        AuthnRequest request = context.link().isPresent() // for which an account is to be proven, not chosen
                ? context.request()
                : context.request().choosingAccount();
        String flow = sealed(
                context, new PendingLogin.Choosing(request, mark.digest(), clock.instant(), false, context.link()));
        return new BrowserReply.Redirect(urls.choose(context.realm().name(), flow)).with(mark.cookies());
    }

    /** The person changed their mind: the relying party is told. */
    public BrowserReply cancel(RealmName realm, String flow, Visitor visitor) {
        return during(
                realm,
                flow,
                visitor,
                (context, choosing) -> refusals.toRelyingParty(context, visitor, Reason.ACCESS_DENIED, "cancelled"));
    }

    BrowserReply again(LoginContext context, String flow, Visitor visitor, String username, Problem problem) {
        return picker.page(context, flow, visitor, Optional.of(username), Optional.of(problem));
    }

    /** What a step does with a flow that belongs to this browser and is known to the configuration. */
    interface Step {
        BrowserReply take(LoginContext context, PendingLogin.Choosing choosing);
    }

    /**
     * Opens {@code flow} for one step. Another browser's, or an old one, starts again from its request; so does a test, which
     * leads nowhere but to its connector.
     */
    BrowserReply during(RealmName realm, String flow, Visitor visitor, Step step) {
        return leaving(
                realm,
                flow,
                visitor,
                (context, choosing) ->
                        context.isTest() ? begin(context.request(), visitor) : step.take(context, choosing));
    }

    /** As {@link #during}, for the way to a connector: the one step that is a test's, too. */
    BrowserReply leaving(RealmName realm, String flow, Visitor visitor, Step step) {
        Optional<PendingLogin.Choosing> opened = seal.open(realm, "", PendingLogin.Choosing.class, flow);
        if (opened.isEmpty()) {
            return lost(realm, visitor, "flow-does-not-open");
        }
        PendingLogin.Choosing choosing = opened.get();
        boolean ours = binding.matches(choosing.browser(), visitor);
        if (!ours && choosing.request().passive()) {
            return contexts.of(choosing.request())
                    .map(context -> withoutSession(context, visitor)) // a frame, say, in which cookies are not kept
                    .orElseGet(() -> unknown(realm, visitor));
        }
        if (!ours && choosing.restarted() && !binding.isMarked(visitor)) {
            return lost(realm, visitor, "browser-keeps-no-cookies");
        }
        if (!ours || choosing.startedAt().plus(PATIENCE).isBefore(clock.instant())) {
            return begin(choosing.request(), visitor, true);
        }
        return contexts.of(choosing.request())
                .map(context -> step.take(context.linking(choosing.link()), choosing))
                .orElseGet(() -> unknown(realm, visitor));
    }

    /** Nobody here, and nobody may be asked. */
    BrowserReply withoutSession(LoginContext context, Visitor visitor) {
        return refusals.toRelyingParty(context, visitor, Reason.LOGIN_REQUIRED, "passive-without-session");
    }

    /** A flow that can be tried again, for ways on of error pages. */
    String retry(LoginContext context, Visitor visitor) {
        String browser = binding.mark(visitor).digest();
        return sealed(
                context, new PendingLogin.Choosing(context.request(), browser, clock.instant(), false, context.link()));
    }

    BrowserReply lost(RealmName realm, Visitor visitor, String reason) {
        return errors.page(Kind.FLOW_LOST, refusal(realm, visitor, reason), Optional.empty(), Optional.empty());
    }

    BrowserReply unknown(RealmName realm, Visitor visitor) {
        return errors.page(
                Kind.UNKNOWN_APPLICATION,
                refusal(realm, visitor, "relying-party-gone-or-disabled"),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The first session that satisfies the request. A demand to authenticate again is met by a session authenticated since
     * the flow began: by another tab, or before the back button was pressed.
     */
    private Optional<SignedIn> goodEnough(LoginContext context, List<SignedIn> here, Instant flowStarted) {
        AuthnRequest request = context.request();
        return here.stream()
                .filter(signedIn ->
                        context.relyingParty().allows(signedIn.session().connector()))
                .filter(signedIn -> request.hints()
                        .expectedUser()
                        .map(signedIn.user().id()::equals)
                        .orElse(true))
                .filter(signedIn ->
                        request.scoping().admits(signedIn.session().context().authorities()))
                .filter(signedIn -> isFresh(signedIn, request, flowStarted))
                .filter(signedIn -> stepUp.suffices(context, signedIn))
                .findFirst();
    }

    private boolean isFresh(SignedIn signedIn, AuthnRequest request, Instant flowStarted) {
        Instant authenticated = signedIn.session().context().authnInstant();
        if (!authenticated.isBefore(flowStarted)) {
            return true;
        }
        Optional<Duration> maxAge = request.context().maxAge();
        return !request.demands(Interaction.FORCE_AUTHN)
                && maxAge.map(age -> authenticated.plus(age).isAfter(clock.instant()))
                        .orElse(true);
    }

    private BrowserReply accounts(LoginContext context, String flow, List<SignedIn> here) {
        List<AccountsView.Account> accounts = here.stream()
                .map(signedIn -> new AccountsView.Account(
                        signedIn.session().id().toString(),
                        signedIn.user().displayName(),
                        signedIn.user().username(),
                        context.realm()
                                .connector(signedIn.session().connector())
                                .map(ConnectorDeclaration::displayName)
                                .orElse("")))
                .toList();
        AccountsView view = new AccountsView(
                Optional.of(context.realm().name()),
                Optional.of(context.view()),
                urls.account(context.realm().name()),
                flow,
                accounts);
        return new BrowserReply.Page(200, view, List.of(context.request().replyTo()), List.of());
    }

    private String sealed(LoginContext context, PendingLogin.Choosing choosing) {
        return seal.seal(context.realm().name(), "", choosing);
    }

    private static Refusal refusal(RealmName realm, Visitor visitor, String reason) {
        return new Refusal(realm, Circumstances.from(visitor.address()), "login", reason);
    }
}
