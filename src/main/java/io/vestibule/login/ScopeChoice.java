package io.vestibule.login;

import io.vestibule.access.HeldScope;
import io.vestibule.browser.BrowserReply;
import io.vestibule.directory.User;
import io.vestibule.identity.ScopeName;
import io.vestibule.login.view.ScopeView;
import io.vestibule.login.view.ScopeView.Choice;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The question where somebody wants to act, and what waits for its answer. */
@ApplicationScoped
class ScopeChoice {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String KIND = "scope";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final LoginUrls urls;
    private final ScopeRule rule;
    private final Clock clock;

    ScopeChoice(
            ExpiringRecords records, RandomTokens tokens, FlowSeal seal, LoginUrls urls, ScopeRule rule, Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.urls = urls;
        this.rule = rule;
        this.clock = clock;
    }

    BrowserReply ask(LoginContext context, Session session) {
        String handle = tokens.next();
        PendingLogin.Scoping.Stored stored = new PendingLogin.Scoping.Stored(session.id());
        records.put(KIND, handle, RecordText.write(stored), clock.instant().plus(PATIENCE));
        String flow = seal.seal(context.realm().name(), "", new PendingLogin.Scoping(context.request(), handle));
        return new BrowserReply.Redirect(urls.scope(context.realm().name(), flow));
    }

    Optional<PendingLogin.Scoping.Stored> waiting(PendingLogin.Scoping scoping) {
        return records.peek(KIND, scoping.handle()).map(this::stored);
    }

    /** Taken once: a second press finds nothing and starts again. */
    Optional<PendingLogin.Scoping.Stored> take(PendingLogin.Scoping scoping) {
        return records.take(KIND, scoping.handle()).map(this::stored);
    }

    BrowserReply page(LoginContext context, String flow, User user) {
        List<HeldScope> held = rule.choices(user);
        ScopeView view = new ScopeView(
                Optional.of(context.realm().name()),
                context.view(),
                urls.scopeAction(context.realm().name()),
                flow,
                user.displayName(),
                user.username(),
                held.stream().map(ScopeChoice::choice).toList());
        return new BrowserReply.Page(200, view, List.of(context.request().replyTo()), List.of());
    }

    private static Choice choice(HeldScope held) {
        String roles = String.join(", ", held.roleNames());
        return switch (held.name()) {
            case ScopeName.OfProject one -> new Choice(one.text(), "project", one.project(), one.domain(), roles);
            case ScopeName.OfDomain one -> new Choice(one.text(), "domain", one.domain(), "", roles);
            case ScopeName.OfSystem all -> new Choice(all.text(), "system", "", "", roles);
        };
    }

    private PendingLogin.Scoping.Stored stored(String text) {
        return RecordText.read(text, PendingLogin.Scoping.Stored.class);
    }
}
