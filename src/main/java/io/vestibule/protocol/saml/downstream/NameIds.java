package io.vestibule.protocol.saml.downstream;

import io.vestibule.mapping.SafeText;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.ldap.Rdn;

/** Makes NameIDs in the format that was asked for, or the service provider's usual one. */
@ApplicationScoped
class NameIds {
    private static final int LONGEST = 256; // SAML Core §8.3.7

    private final PairwiseIds pairwise;
    private final TransientIds transients;

    NameIds(PairwiseIds pairwise, TransientIds transients) {
        this.pairwise = pairwise;
        this.transients = transients;
    }

    /** The format when the request leaves it open. */
    static NameIdFormat usual(ServiceProvider party) {
        NameIdRule rule = party.saml().nameId();
        return rule.format()
                .or(() -> Stream.concat(
                                party.partner().nameIdFormats().stream(),
                                Stream.of(NameIdFormat.PERSISTENT, NameIdFormat.TRANSIENT))
                        .filter(rule::permits)
                        .findFirst())
                .or(() -> rule.allowed().stream().sorted().findFirst())
                .orElse(NameIdFormat.PERSISTENT);
    }

    /** Nothing when there is no such name of this person. */
    Optional<PersonName> of(ServiceProvider party, NameIdFormat format, Authentication who) {
        Optional<String> value = switch (format) {
            case PERSISTENT -> persistent(party, who);
            case TRANSIENT -> Optional.of(transients.next(party, who.session().id()));
            case EMAIL_ADDRESS ->
                who.claims()
                        .first("email")
                        .filter(address -> who.claims()
                                .isTrue("email_verified")); // whoever may write any address must not become its
            // owner there
            case UNSPECIFIED -> unspecified(party, who);
            case X509_SUBJECT_NAME -> Optional.of(subjectName(who));
        };
        return value.map(text -> SafeText.name(text, LONGEST))
                .filter(text -> !text.isEmpty())
                .map(text -> new PersonName(format, text));
    }

    private Optional<String> persistent(ServiceProvider party, Authentication who) {
        Optional<String> claim = party.saml().nameId().claim();
        boolean brought = claim.isPresent()
                && party.saml()
                        .nameId()
                        .format()
                        .filter(NameIdFormat.PERSISTENT::equals)
                        .isPresent();
        return brought
                ? who.claims().first(claim.get())
                : Optional.of(pairwise.of(party, who.subject().user()));
    }

    private static Optional<String> unspecified(ServiceProvider party, Authentication who) {
        return party.saml()
                .nameId()
                .claim()
                .map(claim -> who.claims().first(claim))
                .orElseGet(() -> Optional.of(who.subject().username()));
    }

    private static String subjectName(Authentication who) {
        return "UID=" + Rdn.escapeValue(who.subject().username()) + ",CN="
                + Rdn.escapeValue(who.subject().displayName());
    }
}
