package io.vestibule.portal;

import io.vestibule.account.AccountOverview;
import io.vestibule.account.AddressProofs.Outcome;
import io.vestibule.account.ApplicationKeys;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.PageModel;
import io.vestibule.directory.Authenticator;
import io.vestibule.directory.Passkey;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Reference;
import io.vestibule.identity.Secret;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.view.AccountsView;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.CodesView;
import io.vestibule.login.view.ConsentView;
import io.vestibule.login.view.DeviceCodeView;
import io.vestibule.login.view.DeviceDoneView;
import io.vestibule.login.view.EnrolView;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.FactorView;
import io.vestibule.login.view.ForgottenView;
import io.vestibule.login.view.NewPasswordView;
import io.vestibule.login.view.OrganisationsView;
import io.vestibule.login.view.PasskeyForm;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.login.view.ResetView;
import io.vestibule.login.view.ScopeView;
import io.vestibule.logout.ApplicationLogout.Application;
import io.vestibule.logout.ConfirmLogoutView;
import io.vestibule.logout.SignedOutView;
import io.vestibule.logout.ToldView;
import io.vestibule.logout.VisitView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every page as it is on a good day, and as it is when each name in it is an attack. */
final class SamplePages {
    static final String NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&\u202E{page}{7*7}";
    static final String LONG = "Wolfeschlegelsteinhausen".repeat(13).substring(0, 300);
    static final String LOGO = "data:image/svg+xml,"
            + "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='16' fill='%23d9532b'/%3E%3C/svg%3E";
    private static final URI ACTION = URI.create("/realms/acme/login/password");
    private static final Optional<RelyingPartyView> PLANNER = Optional.of(new RelyingPartyView(
            "Planner",
            Optional.of(picture()),
            Optional.of(URI.create("https://planner.example.org/")),
            "planner.example.org",
            List.of()));
    private static final PasskeyForm PASSKEY = new PasskeyForm(
            ACTION, "{\"challenge\":\"AAAA\",\"rpId\":\"localhost\",\"userVerification\":\"required\"}");
    private static final Reference REFERENCE = new Reference("7KQ2MWX4TB");

    /** Where the application of the journeys is; each test starts its own. */
    static volatile URI application = URI.create("https://planner.example.org/callback");

    private SamplePages() {}

    static Map<String, BrowserReply> all() {
        Map<String, BrowserReply> pages = new LinkedHashMap<>();
        calm(pages, new RealmName("acme"));
        errors(pages, Optional.of(new RealmName("acme")));
        attacks(pages, Optional.of(new RealmName("nasty")), NASTY, "nasty-");
        attacks(pages, Optional.of(new RealmName("acme")), LONG, "long-");
        pages.put("redirect", new BrowserReply.Redirect(URI.create("https://app.example.org/cb?code=a%20b")));
        pages.put(
                "auto-post",
                new BrowserReply.AutoPost(
                        URI.create("https://sp.example.org/acs"),
                        new LinkedHashMap<>(Map.of("SAMLResponse", NASTY, "submit", "a field that hides a method"))));
        pages.put("auto-post-journey", new BrowserReply.AutoPost(application, Map.of("code", "abc")));
        pages.put(
                "journey",
                new BrowserReply.Page(
                        200,
                        choose(
                                Optional.of(new RealmName("acme")),
                                Optional.of(new ChooseView.PasswordForm(
                                        URI.create("/realms/acme/sample/away"),
                                        "Acme account",
                                        "",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())),
                                List.of(),
                                Optional.empty()),
                        List.of(application),
                        List.of()));
        pages.put("away", new BrowserReply.Redirect(application));
        return pages;
    }

    private static void calm(Map<String, BrowserReply> pages, RealmName name) {
        Optional<RealmName> realm = Optional.of(name);
        pages.put("choose", page(choose(realm, password(Optional.empty(), ""), choices(4), Optional.empty())));
        pages.put(
                "choose-wrong",
                page(choose(
                        realm,
                        password(Optional.of(ChooseView.Problem.BAD_CREDENTIALS), "ada"),
                        choices(2),
                        Optional.empty())));
        pages.put("choose-password", page(choose(realm, password(Optional.empty(), ""), List.of(), Optional.empty())));
        pages.put("choose-last", page(choose(realm, Optional.empty(), choices(5), Optional.of("c2"))));
        pages.put("choose-many", page(choose(realm, Optional.empty(), choices(24), Optional.of("c2"))));
        pages.put(
                "choose-in-french",
                page(new ChooseView(
                        realm,
                        PLANNER.map(planner -> new RelyingPartyView(
                                planner.name(),
                                planner.logo(),
                                planner.home(),
                                planner.host(),
                                List.of("tlh", "fr-CA"))),
                        "sealed-flow",
                        Optional.empty(),
                        choices(2),
                        Optional.empty(),
                        Optional.empty())));
        pages.put("organisations", page(organisations(realm, "", List.of(), choices(1))));
        pages.put("organisations-first", page(organisations(realm, "", List.of(), List.of())));
        pages.put("organisations-found", page(organisations(realm, "univer", choices(5), List.of())));
        pages.put("organisations-none", page(organisations(realm, "quantum", List.of(), List.of())));
        pages.put("choose-none", page(choose(realm, Optional.empty(), List.of(), Optional.empty())));
        pages.put("accounts", page(accounts(realm, "Ada Lovelace", "Planner")));
        pages.put("factor", page(factor(realm, PLANNER.orElseThrow(), "Ada Lovelace", Optional.empty())));
        pages.put(
                "factor-wrong",
                page(factor(
                        realm, PLANNER.orElseThrow(), "Ada Lovelace", Optional.of(FactorView.Problem.USED_BEFORE))));
        pages.put("enrol", page(enrol(realm, PLANNER, EnrolView.Why.DEMANDED, Optional.of(EnrolView.Problem.WRONG))));
        pages.put("enrol-own", page(enrol(realm, Optional.empty(), EnrolView.Why.BESIDE_PASSWORD, Optional.empty())));
        pages.put(
                "enrol-full",
                page(enrol(
                        realm,
                        Optional.empty(),
                        EnrolView.Why.BESIDE_ANOTHERS_WORD,
                        Optional.of(EnrolView.Problem.FULL))));
        pages.put("recovery-codes", page(codes(realm)));
        pages.put(
                "account-passkey",
                page(new AccountPasskeyView(
                        new AccountView.Around(
                                name, "Ada Lovelace", "ada", ACTION, ACTION, "form-key", "", ZoneOffset.UTC),
                        PASSKEY,
                        "flow",
                        true,
                        ACTION)));
        pages.put("account-factors", page(factors(name)));
        pages.put("account-identities", page(identities(name)));
        pages.put("account-email", page(email(name, Optional.empty(), Optional.empty())));
        pages.put("account-email-refused", page(email(name, Optional.empty(), Optional.of(Outcome.NOT_AN_ADDRESS))));
        pages.put("account-email-question", page(email(name, Optional.of("token"), Optional.empty())));
        pages.put("account-applications", page(applications(name)));
        pages.put("new-password", page(newPassword(realm, PLANNER.orElseThrow(), "ada", Optional.empty())));
        pages.put(
                "new-password-wrong",
                page(newPassword(
                        realm, PLANNER.orElseThrow(), "ada", Optional.of(NewPasswordView.Problem.NOT_AS_WANTED))));
        pages.put("forgotten", page(forgotten(realm, "", false, Optional.empty())));
        pages.put(
                "forgotten-throttled",
                page(forgotten(realm, "ada", false, Optional.of(ForgottenView.Problem.THROTTLED))));
        pages.put("forgotten-sent", page(forgotten(realm, "ada", true, Optional.empty())));
        pages.put("reset", page(reset(realm, "ada", false, Optional.empty())));
        pages.put("reset-wrong", page(reset(realm, "ada", false, Optional.of(NewPasswordView.Problem.TOO_SHORT))));
        pages.put("reset-done", page(reset(realm, "ada", true, Optional.empty())));
        pages.put("scope", page(scope(realm, PLANNER.orElseThrow(), "Ada Lovelace", "Apollo")));
        pages.put("consent", page(consent(realm, PLANNER.orElseThrow(), "Ada Lovelace", "ada")));
        devices(pages, realm);
        pages.put(
                "confirm-logout",
                page(new ConfirmLogoutView(
                        realm,
                        URI.create("/realms/acme/logout"),
                        "flow",
                        Optional.of("Planner"),
                        "Ada Lovelace",
                        List.of(new Application("planner", "Planner")),
                        List.of())));
        pages.put(
                "told",
                page(new ToldView(
                        realm,
                        new SignedOutView.Party("Planner", SignedOutView.Outcome.SIGNED_OUT),
                        URI.create("/realms/acme"))));
        pages.put(
                "signed-out",
                page(signedOut(realm, "Planner", URI.create("https://planner.example.org/"), Optional.empty())));
        pages.put("visit", page(visit(realm, "Planner")));
        pages.put(
                "left",
                page(signedOut(realm, "Planner", URI.create("https://planner.example.org/"), Optional.of("Planner"))));
    }

    private static void devices(Map<String, BrowserReply> pages, Optional<RealmName> realm) {
        URI here = URI.create("/realms/acme/device");
        pages.put("device", page(new DeviceCodeView(realm, here, "", Optional.empty(), Optional.empty())));
        pages.put(
                "device-complete",
                page(new DeviceCodeView(
                        realm,
                        here,
                        "WDJB-MJHT",
                        Optional.of(new DeviceCodeView.Elsewhere(
                                URI.create("https://id.acme.example/realms/acme/device?user_code=WDJB-MJHT"))),
                        Optional.empty())));
        for (DeviceCodeView.Problem problem : DeviceCodeView.Problem.values()) {
            pages.put(
                    "device-" + problem.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    page(new DeviceCodeView(realm, here, "WDJB-MJHT", Optional.empty(), Optional.of(problem))));
        }
        pages.put(
                "device-approve",
                page(consent(
                        realm,
                        PLANNER.orElseThrow(),
                        "Ada Lovelace",
                        "ada",
                        Optional.of(new ConsentView.Device(
                                "WDJB-MJHT", "2001:db8:0:0:0:0:0:1", "Mozilla/5.0 (X11; Linux) Firefox/1", false)))));
        for (DeviceDoneView.Outcome outcome : DeviceDoneView.Outcome.values()) {
            pages.put(
                    "device-done-" + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    page(new DeviceDoneView(realm, outcome, here)));
        }
    }

    private static void errors(Map<String, BrowserReply> pages, Optional<RealmName> realm) {
        for (ErrorView.Kind kind : ErrorView.Kind.values()) {
            pages.put(
                    "error-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    page(error(realm, PLANNER, kind, "invalid_request: redirect_uri is missing")));
        }
    }

    private static void attacks(
            Map<String, BrowserReply> pages, Optional<RealmName> realm, String text, String prefix) {
        RelyingPartyView party = new RelyingPartyView(
                text, Optional.empty(), Optional.of(URI.create("javascript:alert(1)")), "app.example.org", List.of());
        List<ChooseView.Choice> choices = List.of(
                new ChooseView.Choice("c1", text, Optional.empty(), URI.create("javascript:alert(1)")),
                new ChooseView.Choice(
                        "c2", text, Optional.of(URI.create("https://cdn.example.org/a.png")), URI.create("/away")));
        pages.put(
                prefix + "forgotten",
                page(new ForgottenView(realm, party, ACTION, text, text, false, 20, Optional.empty(), ACTION)));
        pages.put(
                prefix + "reset",
                page(new ResetView(
                        realm,
                        Optional.of(party),
                        ACTION,
                        "token",
                        text,
                        12,
                        Optional.of(text),
                        5,
                        Optional.empty(),
                        false,
                        ACTION)));
        pages.put(
                prefix + "choose",
                page(new ChooseView(
                        realm,
                        Optional.of(party),
                        text,
                        Optional.of(new ChooseView.PasswordForm(
                                ACTION,
                                text,
                                text,
                                Optional.of(ChooseView.Problem.OTHER_PERSON),
                                Optional.empty(),
                                Optional.empty())),
                        choices,
                        Optional.of("c2"),
                        Optional.of(ACTION))));
        pages.put(prefix + "organisations", page(organisations(realm, text, choices, choices)));
        pages.put(prefix + "accounts", page(accounts(realm, text, text)));
        pages.put(prefix + "factor", page(factor(realm, party, text, Optional.empty())));
        pages.put(prefix + "new-password", page(newPassword(realm, party, text, Optional.empty())));
        pages.put(prefix + "consent", page(consent(realm, party, text, text)));
        pages.put(prefix + "error", page(error(realm, Optional.of(party), ErrorView.Kind.BAD_REQUEST, text)));
        pages.put(
                prefix + "confirm-logout",
                page(new ConfirmLogoutView(
                        realm,
                        ACTION,
                        text,
                        Optional.of(text),
                        text,
                        List.of(new Application(text, text)),
                        List.of())));
        pages.put(prefix + "visit", page(visit(realm, text)));
        pages.put(
                prefix + "signed-out",
                page(signedOut(realm, text, URI.create("javascript:alert(1)"), Optional.of(text))));
    }

    static BrowserReply.Page page(PageModel model) {
        int status = model instanceof ErrorView ? 400 : 200;
        return new BrowserReply.Page(
                status,
                model,
                List.of(URI.create("https://planner.example.org:8443/callback?x=y"), URI.create("myapp:/back")),
                List.of(new BrowserCookie("flow-binding", new Secret("abc"), "/realms/acme", Duration.ofMinutes(10))));
    }

    private static ChooseView choose(
            Optional<RealmName> realm,
            Optional<ChooseView.PasswordForm> password,
            List<ChooseView.Choice> choices,
            Optional<String> last) {
        return new ChooseView(
                realm,
                PLANNER,
                "sealed-flow",
                password,
                choices,
                last,
                Optional.of(URI.create("/realms/acme/login/cancel")));
    }

    private static Optional<ChooseView.PasswordForm> password(Optional<ChooseView.Problem> problem, String username) {
        return Optional.of(new ChooseView.PasswordForm(
                ACTION, "Acme account", username, problem, Optional.of(PASSKEY), Optional.of(ACTION)));
    }

    private static List<ChooseView.Choice> choices(int count) {
        List<String> names = List.of(
                "Google",
                "GitHub",
                "University of Łódź",
                "Acme Staff",
                "Open Infrastructure Foundation",
                "Université de Genève");
        return IntStream.range(0, count)
                .mapToObj(i -> new ChooseView.Choice(
                        "c" + i,
                        names.get(i % names.size()) + (i < names.size() ? "" : " " + i),
                        i == 0 ? Optional.of(picture()) : Optional.<URI>empty(),
                        URI.create("/realms/acme/login/c" + i)))
                .toList();
    }

    private static OrganisationsView organisations(
            Optional<RealmName> realm, String search, List<ChooseView.Choice> found, List<ChooseView.Choice> last) {
        return new OrganisationsView(
                realm,
                PLANNER,
                "Federation",
                "sealed-flow",
                true,
                search,
                last.stream().findFirst(),
                found,
                !found.isEmpty(),
                URI.create("/realms/acme/login"),
                URI.create("/realms/acme/login/cancel"));
    }

    private static AccountsView accounts(Optional<RealmName> realm, String name, String application) {
        Optional<RelyingPartyView> party = PLANNER.map(planner ->
                new RelyingPartyView(application, planner.logo(), planner.home(), planner.host(), List.of()));
        return new AccountsView(
                realm,
                party,
                ACTION,
                "flow",
                List.of(
                        new AccountsView.Account("sid1", name, "ada", "Acme Staff"),
                        new AccountsView.Account("sid2", "Grace Hopper", name, name)));
    }

    private static FactorView factor(
            Optional<RealmName> realm, RelyingPartyView party, String name, Optional<FactorView.Problem> problem) {
        return new FactorView(
                realm, party, ACTION, "flow", name, name, true, Optional.of(PASSKEY), true, problem, ACTION);
    }

    private static EnrolView enrol(
            Optional<RealmName> realm,
            Optional<RelyingPartyView> party,
            EnrolView.Why why,
            Optional<EnrolView.Problem> problem) {
        return new EnrolView(
                realm,
                party,
                ACTION,
                "sealed-flow",
                new EnrolView.Seed("Acme", "ada@example.org", new Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")),
                why,
                why == EnrolView.Why.DEMANDED ? Optional.empty() : Optional.of("form-key"),
                problem,
                ACTION);
    }

    private static CodesView codes(Optional<RealmName> realm) {
        return new CodesView(
                realm,
                Optional.empty(),
                Stream.iterate(10, i -> i + 1)
                        .limit(10)
                        .map(i -> new Secret("7KQ" + i + "-MWX" + i))
                        .toList(),
                ACTION,
                Optional.empty());
    }

    private static AccountEmailView email(RealmName realm, Optional<String> token, Optional<Outcome> outcome) {
        return new AccountEmailView(
                around(realm, ""),
                Optional.of("augusta.ada.king-countess-of-lovelace@analytical-engines.example"),
                false,
                true,
                token,
                outcome.isPresent() ? "ada@" : "",
                outcome);
    }

    private static AccountView.IdentitiesPage identities(RealmName realm) {
        Instant then = Instant.parse("2026-03-04T05:06:07Z");
        return new AccountView.IdentitiesPage(
                around(realm, "linked"),
                List.of(
                        new AccountOverview.Linked(
                                "campus", "University of Somewhere", "ada@campus.example", then, then),
                        new AccountOverview.Linked(
                                "gone", "", "8c1f6a04-5d4e-4a0e-9d1b-2f8f6a3f2b7c:0a9b8c7d6e5f4a3b", then, then)),
                true,
                List.of(
                        new AccountView.IdentitiesPage.Other("github", "GitHub"),
                        new AccountView.IdentitiesPage.Other("campus", "University of Somewhere")),
                List.of(new AccountOverview.Merge("m1", "ada-2", then, then.plus(Duration.ofDays(14)))));
    }

    private static AccountView.ApplicationsPage applications(RealmName realm) {
        Instant then = Instant.parse("2026-03-04T05:06:07Z");
        return new AccountView.ApplicationsPage(
                around(realm, "withdrawn"),
                List.of(new AccountOverview.Consent("planner", "Planner", Set.of("profile", "email"), then)),
                List.of(
                        new ApplicationKeys.Key("k1", "nightly backup", "apollo", Optional.of(then), false),
                        new ApplicationKeys.Key("k2", "terraform", "gemini", Optional.empty(), true)));
    }

    private static AccountView.Around around(RealmName realm, String done) {
        return new AccountView.Around(realm, "Ada Lovelace", "ada", ACTION, ACTION, "form-key", done, ZoneOffset.UTC);
    }

    private static AccountFactorsView factors(RealmName realm) {
        Instant then = Instant.parse("2026-03-04T05:06:07Z");
        return new AccountFactorsView(
                new AccountView.Around(
                        realm, "Ada Lovelace", "ada", ACTION, ACTION, "form-key", "added", ZoneOffset.UTC),
                new OwnFactors.Overview(
                        List.of(new Authenticator("a1", "My phone", then), new Authenticator("a2", "", then)),
                        List.of(new Passkey("p1", "Blue key", false, then)),
                        true,
                        7),
                false,
                ACTION,
                ACTION);
    }

    private static NewPasswordView newPassword(
            Optional<RealmName> realm, RelyingPartyView party, String name, Optional<NewPasswordView.Problem> problem) {
        Optional<String> wanted = Optional.of("a letter and a digit, " + name);
        return new NewPasswordView(realm, party, ACTION, "sealed-flow", name, 12, wanted, 5, problem, ACTION);
    }

    private static ForgottenView forgotten(
            Optional<RealmName> realm, String name, boolean sent, Optional<ForgottenView.Problem> problem) {
        return new ForgottenView(realm, PLANNER.orElseThrow(), ACTION, "sealed-flow", name, sent, 20, problem, ACTION);
    }

    private static ResetView reset(
            Optional<RealmName> realm, String name, boolean done, Optional<NewPasswordView.Problem> problem) {
        return new ResetView(
                realm,
                PLANNER,
                ACTION,
                "token",
                name,
                12,
                Optional.of("a letter and a digit"),
                5,
                problem,
                done,
                ACTION);
    }

    private static ScopeView scope(Optional<RealmName> realm, RelyingPartyView party, String name, String project) {
        return new ScopeView(
                realm,
                party,
                URI.create("/realms/acme/login/scope"),
                "flow",
                name,
                "ada",
                List.of(
                        new ScopeView.Choice("project:Default/a", "project", project, "Default", "member, reader"),
                        new ScopeView.Choice("domain:Default", "domain", "Default", "", "admin"),
                        new ScopeView.Choice("system:all", "system", "", "", "admin, manager, member, reader")));
    }

    private static ConsentView consent(
            Optional<RealmName> realm, RelyingPartyView party, String name, String username) {
        return consent(realm, party, name, username, Optional.empty());
    }

    private static ConsentView consent(
            Optional<RealmName> realm,
            RelyingPartyView party,
            String name,
            String username,
            Optional<ConsentView.Device> device) {
        return new ConsentView(
                realm,
                party,
                URI.create("/realms/acme/login/consent"),
                "flow",
                name,
                username,
                List.of("profile", "email", "offline_access", "calendar:read"),
                List.of("openid", name),
                device);
    }

    private static ErrorView error(
            Optional<RealmName> realm, Optional<RelyingPartyView> party, ErrorView.Kind kind, String details) {
        List<ErrorView.WayOn> ways = Stream.of(ErrorView.Label.values())
                .map(label -> new ErrorView.WayOn(label, URI.create("/realms/acme")))
                .toList();
        return new ErrorView(realm, party, kind, Optional.of(details), REFERENCE, ways);
    }

    private static SignedOutView signedOut(Optional<RealmName> realm, String name, URI back, Optional<String> only) {
        List<SignedOutView.Party> parties = Stream.of(SignedOutView.Outcome.values())
                .map(outcome -> new SignedOutView.Party(
                        name,
                        outcome,
                        Optional.empty(),
                        outcome == SignedOutView.Outcome.UNCONFIRMED ? Optional.of("handle") : Optional.empty()))
                .toList();
        return new SignedOutView(
                realm,
                parties,
                List.of(URI.create("http://127.0.0.1:9/out?iss=a&sid=b")),
                List.of(new SignedOutView.Asked(
                        URI.create("/realms/acme/sample/told"),
                        URI.create("http://127.0.0.1:8/slo?a=b"),
                        SignedOutView.Through.ANSWERED)),
                Optional.empty(),
                Duration.ofSeconds(3),
                Optional.empty(),
                Optional.of(name),
                Optional.of(back),
                URI.create("/realms/acme"),
                List.of(),
                only);
    }

    /** That leads nowhere, so that it can be looked at. */
    private static VisitView visit(Optional<RealmName> realm, String name) {
        return new VisitView(
                realm,
                name,
                URI.create("#there"),
                Map.of(),
                URI.create("/realms/acme"),
                Duration.ofHours(1),
                List.of());
    }

    private static URI picture() {
        return URI.create(LOGO.replace(" ", "%20"));
    }
}
