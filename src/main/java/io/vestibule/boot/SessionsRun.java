package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.AccountOutcome;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.logout.LogoutReport;
import io.vestibule.logout.OperatorLogout;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.session.Session;
import io.vestibule.session.WantedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Sessions and switches of users on the operator's word, once store and configuration are there; in any realm. */
@ApplicationScoped
class SessionsRun implements QuarkusApplication {
    private static final int MOST_SHOWN = 500;
    private static final Circumstances BY_THE_OPERATOR = Circumstances.from("");

    private final Realms realms;
    private final Directory directory;
    private final Domains domains;
    private final Accounts accounts;
    private final OperatorLogout operator;

    SessionsRun(Realms realms, Directory directory, Domains domains, Accounts accounts, OperatorLogout operator) {
        this.realms = realms;
        this.directory = directory;
        this.domains = domains;
        this.accounts = accounts;
        this.operator = operator;
    }

    /** What is done. */
    enum What {
        LIST,
        END,
        END_WITH_OFFLINE,
        DISABLE,
        ENABLE
    }

    /** @param texts what, realm, session, user, relying party, connector; nothing was said where one is empty */
    @Override
    public int run(String... texts) {
        Optional<Realm> found = realms.find(texts[1]);
        if (found.isEmpty()) {
            return no("there is no realm " + texts[1]);
        }
        Realm realm = found.get();
        Optional<User> user = said(texts[3]).flatMap(name -> user(realm, name));
        if (user.isEmpty() && !texts[3].isEmpty()) {
            return no("no user " + texts[3] + " in realm " + realm.name());
        }
        What what = What.valueOf(texts[0]);
        if (what == What.DISABLE || what == What.ENABLE) {
            return user.map(one -> turn(realm, one, what == What.ENABLE)).orElseGet(() -> no("say --user"));
        }
        Optional<SessionId> session = said(texts[2]).flatMap(SessionId::parse);
        if ((session.isEmpty() && !texts[2].isEmpty()) || (!texts[5].isEmpty() && !ConnectorId.isValid(texts[5]))) {
            return no("there is no such session or connector");
        }
        WantedSessions wanted = new WantedSessions(
                session,
                user.map(User::id),
                said(texts[4]).map(RelyingPartyId::new),
                said(texts[5]).map(ConnectorId::new));
        Optional<String> slip = wanted.undeclared(realm)
                .filter(words -> operator.list(realm, wanted, 1).isEmpty());
        if (slip.isPresent()) {
            return no(slip.get());
        }
        return switch (what) {
            case LIST -> list(realm, wanted);
            case END -> end(realm, wanted, Offline.STAYS);
            default -> end(realm, wanted, Offline.ENDS);
        };
    }

    private Optional<User> user(Realm realm, String nameOrId) {
        return UserId.ofHex(nameOrId)
                .or(() -> UserId.parse(nameOrId))
                .flatMap(id -> directory.find(realm.name(), id))
                .or(() -> accounts.named(realm.name(), Domain.DEFAULT, nameOrId));
    }

    private int list(Realm realm, WantedSessions wanted) {
        List<OperatorLogout.Listed> all = operator.list(realm, wanted, MOST_SHOWN);
        if (all.isEmpty()) {
            System.err.println("vestibule: no such sessions in realm " + realm.name());
        }
        all.forEach(one -> {
            Session session = one.session();
            say(session.id() + "  user " + session.user().hex() + "  by " + session.connector() + "  last used "
                    + session.lastUsedAt() + "  from " + session.address());
            one.parties().forEach(party -> say("    " + party.relyingParty() + " (" + party.protocol() + ")"));
        });
        return 0;
    }

    private int end(Realm realm, WantedSessions wanted, Offline offline) {
        if (wanted.isAll()) {
            return no("say which: --session, --user, --client or --connector");
        }
        int count = 0;
        boolean more = true;
        while (more) {
            OperatorLogout.Ended ended = operator.end(realm, wanted, offline, BY_THE_OPERATOR);
            ended.reports().forEach((session, report) -> {
                say(session.id() + "  user " + session.user().hex());
                report.told().stream().filter(LogoutReport.Told::shown).forEach(told -> say(line(told)));
            });
            count += ended.reports().size();
            more = ended.more();
        }
        say(count + (count == 1 ? " session" : " sessions") + " ended");
        return 0;
    }

    private static String line(LogoutReport.Told told) {
        String detail = told.notice() instanceof LogoutNotice.StillOwed owed
                ? " (" + owed.detail() + "; told again by a running server)"
                : "";
        return "    " + told.name() + ": " + PartyWords.of(told.word()) + detail;
    }

    /** Who is switched off is refused from that moment on; what they had open ends with it, and everybody is told. */
    private int turn(Realm realm, User user, boolean enabled) {
        if (isDeclared(realm, user)) {
            return no(user.username()
                    + " is declared in the realm's file, which a running server follows: write enabled: " + enabled
                    + " there");
        }
        if (accounts.update(realm, user.id(), AccountPatch.nothing().withEnabled(enabled))
                instanceof AccountOutcome.MergedAway(UserId survivor)) {
            return no(user.username() + " is one with user " + survivor
                    + " now, who has what was theirs: name that one, or make them two again first");
        }
        say(user.username() + " " + user.id() + (enabled ? " enabled" : " disabled"));
        WantedSessions theirs =
                new WantedSessions(Optional.empty(), Optional.of(user.id()), Optional.empty(), Optional.empty());
        return enabled ? 0 : end(realm, theirs, Offline.ENDS);
    }

    private boolean isDeclared(Realm realm, User user) {
        return realm.people().stream()
                .flatMap(person -> domains
                        .named(realm.name(), person.domain().orElse("Default"))
                        .flatMap(domain -> accounts.declared(realm.name(), domain, person.username()))
                        .stream())
                .anyMatch(declared -> declared.id().equals(user.id()));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(one -> !one.isEmpty());
    }

    /** What came from elsewhere must not steer a terminal. */
    private static void say(String line) {
        System.out.println(line.replaceAll("\\p{Cntrl}", "?"));
    }

    private static int no(String sentence) {
        System.err.println("vestibule: " + sentence.replaceAll("\\p{Cntrl}", "?"));
        return 1;
    }
}
