package io.vestibule.portal;

import io.vestibule.account.Device;
import io.vestibule.mail.Letter;
import io.vestibule.mail.Wording;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Letters from the same texts as the pages, so that an operator's own texts are in both. Plain text, a paragraph a line. */
@ApplicationScoped
class LetterTexts implements Wording {
    /** Marks around each name (see {@link Texts}); where everything runs from left to right they are only in the way. */
    private static final String ISOLATES = "[\u2068\u2069]";

    private final Languages languages;

    LetterTexts(Languages languages) {
        this.languages = languages;
    }

    @Override
    public Letter write(Realm realm, Addressee to, About about) {
        List<String> offered = realm.languages().isEmpty() ? Languages.BUILT_IN : realm.languages();
        Texts texts = languages.choose(to.languages(), offered);
        String locale = Times.locale(texts.language(), to.languages());
        Said said = said(texts, locale, realm.displayName(), to.username(), about);
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(texts.plain("letter_greeting", List.of(to.displayName())));
        paragraphs.add(said.text());
        said.middle().ifPresent(paragraphs::add);
        paragraphs.add(said.end());
        paragraphs.add("-- \n" + Names.shown(realm.displayName())); // RFC 3676 §4.3
        return new Letter(
                to.address(), readable(texts, said.subject()), readable(texts, String.join("\n\n", paragraphs) + "\n"));
    }

    /** The middle stands alone: a link that a reader can press, or what happened. */
    private record Said(String subject, String text, Optional<String> middle, String end) {}

    private static Said said(Texts texts, String locale, String organisation, String username, About about) {
        List<String> who = List.of(organisation, username);
        List<String> where = List.of(organisation);
        return switch (about) {
            case About.PasswordForgotten(URI link, long minutes) ->
                new Said(
                        texts.plain("letter_forgotten_subject", where),
                        texts.plain("letter_forgotten_text", who),
                        Optional.of(link.toString()),
                        texts.plain("letter_forgotten_end", List.of(Long.toString(minutes))));
            case About.AddressToProve(URI link, long minutes) ->
                new Said(
                        texts.plain("letter_prove_subject", where),
                        texts.plain("letter_prove_text", who),
                        Optional.of(link.toString()),
                        texts.plain("letter_prove_end", List.of(Long.toString(minutes))));
            case About.NoPasswordHere(List<String> ways) ->
                new Said(
                        texts.plain("letter_elsewhere_subject", where),
                        texts.plain("letter_elsewhere_text", who),
                        Optional.of(String.join(
                                "\n", ways.stream().map(Names::shown).toList())),
                        texts.plain("letter_elsewhere_end", List.of()));
            case About.Changed changed ->
                new Said(
                        texts.plain("letter_notice_subject", where),
                        texts.plain("letter_notice_text", who),
                        Optional.of(AccountActivityPage.happened(texts, changed.what()) + "\n"
                                + Times.on(changed.at(), locale, ZoneOffset.UTC)),
                        texts.plain("letter_notice_end", List.of()));
            case About.NewDevice device ->
                new Said(
                        texts.plain("letter_device_subject", where),
                        texts.plain("letter_device_text", who),
                        Optional.of(recognisable(texts, locale, device)),
                        texts.plain("letter_device_end", List.of()) + "\n\n" + device.sessions());
        };
    }

    private static String recognisable(Texts texts, String locale, About.NewDevice signedIn) {
        Device device = Device.of(signedIn.userAgent());
        List<String> lines = new ArrayList<>();
        lines.add(
                device.known()
                        ? texts.plain("account_device", List.of(device.browser(), device.system()))
                        : texts.plain("account_device_unknown", List.of()));
        signedIn.network()
                .map(network -> texts.plain("letter_device_network", List.of(network)))
                .ifPresent(lines::add);
        lines.add(Times.on(signedIn.at(), locale, ZoneOffset.UTC));
        return String.join("\n", lines);
    }

    private static String readable(Texts texts, String text) {
        return texts.direction().equals("rtl") ? text : text.replaceAll(ISOLATES, "");
    }
}
