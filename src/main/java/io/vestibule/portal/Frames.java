package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.AccountsView;
import io.vestibule.login.view.ChooseView;
import io.vestibule.login.view.CodesView;
import io.vestibule.login.view.ConsentView;
import io.vestibule.login.view.EnrolView;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.FactorView;
import io.vestibule.login.view.ForgottenView;
import io.vestibule.login.view.NewPasswordView;
import io.vestibule.login.view.NewcomerView;
import io.vestibule.login.view.OrganisationsView;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.login.view.ResetView;
import io.vestibule.login.view.ScopeView;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the frame round a page: whose it is, for which application, in which language. */
@ApplicationScoped
class Frames {
    private final Realms realms;
    private final BaseUrl baseUrl;
    private final Languages languages;
    private final Assets assets;

    Frames(Realms realms, BaseUrl baseUrl, Languages languages, Assets assets) {
        this.realms = realms;
        this.baseUrl = baseUrl;
        this.languages = languages;
        this.assets = assets;
    }

    Frame around(PageModel model, PageRequest request, Texts texts) {
        return frame(
                model.pageRealm(),
                texts,
                Times.locale(texts.language(), wanted(asked(model), request)),
                application(model),
                here(model, request));
    }

    /** The frame of a page that says nothing of its own: only its language and its looks. */
    Frame bare(PageRequest request, Texts texts) {
        return frame(
                request.realm(),
                texts,
                Times.locale(texts.language(), wanted(List.of(), request)),
                Optional.empty(),
                Optional.empty());
    }

    /** The language of the answer: switched to, asked for by the application, the browser's, the realm's first. */
    Texts texts(PageModel model, PageRequest request) {
        return texts(model.pageRealm(), asked(model), request);
    }

    Texts texts(PageRequest request) {
        return texts(request.realm(), List.of(), request);
    }

    private Texts texts(Optional<RealmName> realm, List<String> asked, PageRequest request) {
        return languages.choose(wanted(asked, request), offered(realm));
    }

    private static List<String> asked(PageModel model) {
        return application(model).map(RelyingPartyView::languages).orElse(model.languages());
    }

    private static List<String> wanted(List<String> asked, PageRequest request) {
        List<String> wanted = new ArrayList<>();
        request.languageParameter().ifPresent(wanted::add);
        request.languageCookie().ifPresent(wanted::add);
        wanted.addAll(asked);
        request.accepted().stream().map(Locale::toLanguageTag).forEach(wanted::add);
        return wanted;
    }

    /** Whether the person asked with this request for a language that we can give. */
    boolean switched(PageRequest request, Texts texts) {
        return request.languageParameter().filter(texts.language()::equals).isPresent();
    }

    private Frame frame(
            Optional<RealmName> realm,
            Texts texts,
            String locale,
            Optional<RelyingPartyView> application,
            Optional<PageAddress> here) {
        Optional<Realm> declared = realm.flatMap(realms::find);
        return new Frame(
                texts.language(),
                locale,
                texts.direction(),
                declared.map(this::organisation),
                application,
                here.map(address -> links(address, texts, realm)).orElse(List.of()),
                here,
                new Frame.Links(
                        assets.href("portal.css"),
                        declared.map(this::theme),
                        assets.href("portal.js"),
                        assets.href("auto-post.js"),
                        assets.href("icon.svg")));
    }

    private Frame.Organisation organisation(Realm realm) {
        return new Frame.Organisation(realm.displayName(), realm.theme().logo(), baseUrl.realmPath(realm.name()));
    }

    private String theme(Realm realm) {
        String style = new Palette(realm.theme().accent()).css();
        return baseUrl.realmPath(realm.name()) + "/theme.css?v="
                + Assets.fingerprint(style.getBytes(StandardCharsets.UTF_8));
    }

    private List<Frame.LanguageLink> links(PageAddress here, Texts current, Optional<RealmName> realm) {
        List<Texts> spoken = languages.spoken(offered(realm));
        if (spoken.size() < 2) {
            return List.of();
        }
        return spoken.stream()
                .map(texts -> new Frame.LanguageLink(
                        texts.language(),
                        texts.ownName(),
                        texts.direction(),
                        texts.language().equals(current.language()),
                        here.with(PageRequest.LANGUAGE_PARAMETER, texts.language())
                                .href()))
                .toList();
    }

    private List<String> offered(Optional<RealmName> realm) {
        return realm.flatMap(realms::find)
                .map(Realm::languages)
                .filter(offered -> !offered.isEmpty())
                .orElse(Languages.BUILT_IN);
    }

    /** Where the page can be asked for again; not when its address is a protocol message, which a link must not repeat. */
    private static Optional<PageAddress> here(PageModel model, PageRequest request) {
        return request.get()
                ? Optional.of(PageAddress.here(request.query())).filter(PageAddress::isOurs)
                : model.again().map(PageAddress::of);
    }

    static Optional<RelyingPartyView> application(PageModel model) {
        return switch (model) {
            case ChooseView view -> view.relyingParty();
            case OrganisationsView view -> view.relyingParty();
            case AccountsView view -> view.relyingParty();
            case ConsentView view -> Optional.of(view.relyingParty());
            case FactorView view -> Optional.of(view.relyingParty());
            case EnrolView view -> view.relyingParty();
            case CodesView view -> view.relyingParty();
            case NewcomerView view -> Optional.of(view.relyingParty());
            case NewPasswordView view -> Optional.of(view.relyingParty());
            case ForgottenView view -> Optional.of(view.relyingParty());
            case ResetView view -> view.relyingParty();
            case ScopeView view -> Optional.of(view.relyingParty());
            case ErrorView view -> view.relyingParty();
            default -> Optional.empty();
        };
    }
}
