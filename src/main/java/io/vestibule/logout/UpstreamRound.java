package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.SessionRef;
import io.vestibule.login.BrowserBinding;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An upstream signs somebody out by their own browser, which is at hand: it tells those whom only it can tell, and takes the answer
 * back. The upstream is left out of that round, for it knows; and no report holds the browser, for the upstream waits, and
 * everybody whom it tells after us.
 */
@ApplicationScoped
public class UpstreamRound {
    private final LogoutPropagation propagation;
    private final BrowserSessions browserSessions;
    private final BrowserBinding binding;
    private final BrowserRound round;
    private final VisitedParties visited;
    private final EndedCookies cookies;
    private final BaseUrl base;

    UpstreamRound(
            LogoutPropagation propagation,
            BrowserSessions browserSessions,
            BrowserBinding binding,
            BrowserRound round,
            VisitedParties visited,
            EndedCookies cookies,
            BaseUrl base) {
        this.propagation = propagation;
        this.browserSessions = browserSessions;
        this.binding = binding;
        this.round = round;
        this.visited = visited;
        this.cookies = cookies;
        this.base = base;
    }

    /** Where the browser takes the answer, when everybody is known to be signed out and when not. */
    public record Answers(URI complete, URI partial) {}

    /**
     * What an upstream asks for.
     *
     * @param meant the living sessions that it means
     */
    public record Asked(ConnectorId connector, UpstreamMessage message, List<Session> meant, Answers answers) {}

    /** What became of it. */
    public sealed interface Begun {
        record Here(BrowserReply reply) implements Begun {}

        /** None of the sessions is of this browser; nothing was done. */
        record Elsewhere() implements Begun {}

        /** The message was seen before; nothing was done. */
        record Seen() implements Begun {}
    }

    /** Ends the sessions meant, wherever they are, when one of them is of this browser. */
    public Begun end(Realm realm, Asked asked, Visitor visitor) {
        List<SessionRef> over =
                asked.meant().stream().map(Session::ref).distinct().toList();
        List<SignedIn> here = browserSessions.living(realm, visitor);
        List<SignedIn> overHere =
                here.stream().filter(one -> over.contains(one.session().ref())).toList();
        if (overHere.isEmpty()) {
            return new Begun.Elsewhere();
        }
        overHere.forEach(one -> visited.lookAhead(realm, one.session()));
        Ending how =
                Ending.of("upstream", Circumstances.from(visitor.address()).by(asked.connector()), Optional.empty());
        return propagation
                .propagateOnce(realm.name(), over, asked.message(), how)
                .<Begun>map(
                        told -> new Begun.Here(begun(realm, told, overHere, asked.answers(), how.deadline(), visitor)
                                .with(cookies.without(realm, overHere, here, visitor))))
                .orElseGet(Begun.Seen::new);
    }

    private BrowserReply begun(
            Realm realm,
            Map<SessionRef, LogoutReport> elsewhere,
            List<SignedIn> overHere,
            Answers answers,
            Deadline deadline,
            Visitor visitor) {
        List<LogoutReport.Told> told = new ArrayList<>();
        boolean whole = true;
        for (SignedIn one : overHere) {
            LogoutReport its =
                    Objects.requireNonNull(elsewhere.remove(one.session().ref()));
            told.addAll(its.told());
            whole &= its.whole();
        }
        LogoutReport ofThisBrowser = new LogoutReport(told);
        BrowserBinding.Mark browser = binding.mark(visitor);
        Asker waiting = new Asker(
                browser.digest(),
                Optional.empty(),
                Optional.of(answers.complete()),
                Optional.of(answers.partial()),
                List.of(),
                Optional.empty(),
                true);
        Farewell farewell = Farewell.to(whole ? waiting : waiting.partial(), realm, base.issuer(realm.name()))
                .after(ofThisBrowser)
                .besides(elsewhere.values());
        KeptRounds.Kept left = round.prepare(farewell, ofThisBrowser, List.of());
        return round.resume(realm, left, deadline).with(browser.cookies());
    }
}
