package io.vestibule.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.Claims;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.SecondFactor.Need;
import io.vestibule.login.SecondFactor.Proof;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * A session that is good but for its strength: what is missing is asked for on top of it, where the person has it, instead of
 * everything anew. A session is never released as stronger than it is (security case 43).
 */
@ApplicationScoped
class StepUp {
    private final SecondFactor factor;
    private final HalfProven half;
    private final Release release;

    StepUp(SecondFactor factor, HalfProven half, Release release) {
        this.factor = factor;
        this.half = half;
        this.release = release;
    }

    /** Whether the request can be answered over this session: as it is, with a factor on top, or since any strength will do. */
    boolean suffices(LoginContext context, SignedIn here) {
        return !context.request().context().essential()
                || Assurance.meets(
                        context.realm(),
                        here.session().context(),
                        context.request().context())
                || missing(context, here) instanceof Need.Ask;
    }

    BrowserReply release(LoginContext context, SignedIn here, Visitor visitor) {
        return missing(context, here) instanceof Need.Ask
                ? half.ask(
                        context.raising(Optional.of(here.session().id())),
                        identity(here.session()),
                        here.user(),
                        visitor)
                : release.release(context, here.session(), here.user(), visitor);
    }

    private Need missing(LoginContext context, SignedIn here) {
        Session session = here.session();
        boolean enough = Assurance.meets(
                context.realm(), session.context(), context.request().context());
        return enough || context.request().passive()
                ? new Need.None()
                : factor.need(
                        context.realm(),
                        new Proof(session.connector(), session.context()),
                        here.user(),
                        context.request().context());
    }

    /** As it was when it was first seen; its claims were taken note of then. */
    private static UpstreamIdentity identity(Session session) {
        return new UpstreamIdentity(
                session.connector(), session.upstreamSubject(), Claims.none(), session.context(), session.upstream());
    }
}
