package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.InboundMessage;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Connectors;
import io.vestibule.connector.RedirectConnector;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.Refusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Away to an upstream and back. */
@ApplicationScoped
public class UpstreamStep {
    private static final String BOUNCED = "vestibule_bounced";

    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final LoginUrls urls;
    private final Connectors connectors;
    private final Picker picker;
    private final OrganisationStep organisations;
    private final Trips trips;
    private final Admission admission;
    private final Refusals refusals;
    private final BrowserBinding binding;
    private final Realms realms;
    private final UnaskedStep unasked;
    private final ConnectorTests tests;

    UpstreamStep(
            LoginFlow flow,
            LoginContexts contexts,
            LoginUrls urls,
            Connectors connectors,
            Picker picker,
            OrganisationStep organisations,
            Trips trips,
            Admission admission,
            Refusals refusals,
            BrowserBinding binding,
            Realms realms,
            UnaskedStep unasked,
            ConnectorTests tests) {
        this.flow = flow;
        this.contexts = contexts;
        this.urls = urls;
        this.connectors = connectors;
        this.picker = picker;
        this.organisations = organisations;
        this.trips = trips;
        this.admission = admission;
        this.refusals = refusals;
        this.binding = binding;
        this.realms = realms;
        this.unasked = unasked;
        this.tests = tests;
    }

    /** The person chose an upstream, or was sent straight to it; where it leads to many, one of them is chosen first. */
    public BrowserReply leave(
            RealmName realm, ConnectorId id, String sealed, OrganisationAsked asked, Visitor visitor) {
        return flow.leaving(realm, sealed, visitor, (context, choosing) -> {
            Optional<RedirectConnector> connector = picker.redirect(context, id);
            if (connector.isEmpty()) {
                return flow.page(realm, sealed, visitor); // not for this relying party: choose among those that are
            }
            if (choosing.request().passive() && !connector.get().answersSilently()) {
                return flow.withoutSession(context, visitor);
            }
            return switch (organisations.next(context, connector.get(), sealed, asked, visitor)) {
                case OrganisationStep.Next.Ask ask ->
                    choosing.request().passive() ? flow.withoutSession(context, visitor) : ask.reply();
                case OrganisationStep.Next.Leave leave ->
                    leave(new Trips.Way(connector.get(), leave.organisation()), context, choosing, sealed, visitor);
            };
        });
    }

    private BrowserReply leave(
            Trips.Way way, LoginContext context, PendingLogin.Choosing choosing, String sealed, Visitor visitor) {
        return switch (trips.leave(way, choosing, visitor)) {
            case Trips.Left.Going going -> going.reply();
            case Trips.Left.Staying staying
            when context.isTest() ->
                tests.ended(
                        context,
                        way.connector().id(),
                        visitor,
                        () -> Optional.of(new AuthnOutcome.Unreachable(staying.detail())));
            case Trips.Left.Staying staying ->
                refusals.atConnector(
                        context,
                        way.connector().id(),
                        visitor,
                        sealed,
                        Kind.UPSTREAM_UNREACHABLE,
                        new Refusals.Detail(staying.reason(), "", staying.detail()));
        };
    }

    /** The browser came back. A cross-site POST brings no SameSite=Lax cookie, so it is first posted again by ourselves. */
    public BrowserReply arrive(RealmName realm, ConnectorId id, InboundMessage message, Visitor visitor) {
        if (message.method() == InboundMessage.Method.POST
                && message.single(BOUNCED).isEmpty()) {
            return bounce(realm, id, message, visitor);
        }
        Optional<RedirectConnector> connector = connectors
                .find(realm, id)
                .filter(RedirectConnector.class::isInstance)
                .map(RedirectConnector.class::cast);
        if (connector.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        return trips.cameBack(realm, connector.get(), message, visitor)
                .filter(away -> binding.matches(away.browser(), visitor))
                .map(away -> arrived(connector.get(), away, message, visitor))
                .orElseGet(() -> withoutTrip(realm, connector.get(), message, visitor));
    }

    private BrowserReply withoutTrip(
            RealmName realm, RedirectConnector connector, InboundMessage message, Visitor visitor) {
        return connector
                .unasked()
                .flatMap(believing -> realms.find(realm)
                        .map(found -> unasked.arrived(found, connector.id(), believing.arrive(message), visitor)))
                .orElseGet(() -> flow.lost(realm, visitor, "no-trip-of-this-browser"));
    }

    private BrowserReply bounce(RealmName realm, ConnectorId id, InboundMessage message, Visitor visitor) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : message.parameters().keySet()) {
            if (message.repeats(name)) {
                return flow.lost(realm, visitor, "repeated-parameter");
            }
            message.single(name).ifPresent(value -> fields.put(name, value));
        }
        fields.put(BOUNCED, "1");
        return new BrowserReply.AutoPost(urls.callback(realm, id), fields);
    }

    private BrowserReply arrived(
            RedirectConnector connector, PendingLogin.Away away, InboundMessage message, Visitor visitor) {
        Optional<LoginContext> known = contexts.of(away.request());
        if (known.isEmpty() || picker.redirect(known.get(), connector.id()).isEmpty()) {
            return flow.unknown(away.request().realm(), visitor);
        }
        if (trips.isExpired(away)) {
            return flow.begin(away.request(), visitor, true);
        }
        LoginContext context = known.get().linking(away.link());
        if (context.isTest()) {
            return tests.ended(context, connector.id(), visitor, () -> usedOnce(connector, away, message));
        }
        String retry = flow.retry(context, visitor);
        return switch (trips.arrive(connector, away, message)) {
            case AuthnOutcome.Authenticated authenticated ->
                trips.firstArrival(connector, away, message)
                        ? admission.admit(context, authenticated.identity(), retry, visitor)
                        : flow.begin(away.request(), visitor, false);
            case AuthnOutcome.Cancelled cancelled ->
                context.request().passive()
                        ? flow.withoutSession(context, visitor)
                        : context.link().filter(LinkHandle::wish).isPresent()
                                ? refusals.toRelyingParty(context, visitor, Reason.ACCESS_DENIED, "cancelled")
                                : new BrowserReply.Redirect(
                                        urls.choose(context.realm().name(), retry));
            case AuthnOutcome.Rejected rejected
            when rejected.kind() == Rejection.CONTEXT_REFUSED
                    && !away.anyContext()
                    && !Trips.classes(away.request()).isEmpty() ->
                unableUpstream(connector, away, context, rejected, visitor);
            case AuthnOutcome.Rejected rejected ->
                refusals.atConnector(
                        context,
                        connector.id(),
                        visitor,
                        retry,
                        kind(rejected.kind()),
                        new Refusals.Detail(rejected.reason(), rejected.expected(), rejected.actual()));
            case AuthnOutcome.Unreachable unreachable ->
                refusals.atConnector(
                        context,
                        connector.id(),
                        visitor,
                        retry,
                        Kind.UPSTREAM_UNREACHABLE,
                        new Refusals.Detail("upstream-unreachable", "", unreachable.detail()));
        };
    }

    /**
     * It cannot authenticate anybody as the application wants. It may as it can where a second factor of ours makes up for it, or
     * less will do; otherwise the application hears so.
     */
    private BrowserReply unableUpstream(
            RedirectConnector connector,
            PendingLogin.Away away,
            LoginContext context,
            AuthnOutcome.Rejected rejected,
            Visitor visitor) {
        if (!SecondFactor.couldMeet(context.realm(), context.request().context())) {
            Refusals.Detail detail = new Refusals.Detail(rejected.reason(), rejected.expected(), rejected.actual());
            return refusals.toRelyingParty(context, connector.id(), visitor, Reason.CONTEXT_NOT_MET, detail);
        }
        PendingLogin.Choosing choosing =
                new PendingLogin.Choosing(away.request(), away.browser(), away.startedAt(), false, away.link());
        Trips.Way way = new Trips.Way(connector, away.organisation(), true);
        return leave(way, context, choosing, flow.retry(context, visitor), visitor);
    }

    /** What the connector says; nothing when somebody was let in with the same answer before. */
    private Optional<AuthnOutcome> usedOnce(
            RedirectConnector connector, PendingLogin.Away away, InboundMessage message) {
        AuthnOutcome outcome = trips.arrive(connector, away, message);
        return outcome instanceof AuthnOutcome.Authenticated && !trips.firstArrival(connector, away, message)
                ? Optional.empty()
                : Optional.of(outcome);
    }

    private static Kind kind(Rejection rejection) {
        return switch (rejection) {
            case INVALID_MESSAGE -> Kind.UPSTREAM_REJECTED;
            case BAD_CREDENTIALS, PASSWORD_ENDED, DENIED_UPSTREAM, CONTEXT_NOT_MET, CONTEXT_REFUSED ->
                Kind.UPSTREAM_DENIED;
            case THROTTLED -> Kind.THROTTLED;
        };
    }
}
