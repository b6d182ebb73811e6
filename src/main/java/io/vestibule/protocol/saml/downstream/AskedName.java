package io.vestibule.protocol.saml.downstream;

import java.util.Optional;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDPolicy;
import org.opensaml.saml.saml2.core.NameIDType;
import org.opensaml.saml.saml2.core.Subject;

/** What NameID a request wants (SAML Core §3.4.1.1). */
final class AskedName {
    private static final String UNSPECIFIED_20 = "urn:oasis:names:tc:SAML:2.0:nameid-format:unspecified";

    private AskedName() {}

    /** The format asked for, or that of the name asked about; none when it is left to us. */
    static Optional<NameIdFormat> format(Asked asked) {
        return named(asked)
                .or(() -> Optional.ofNullable(asked.message().getSubject())
                        .map(Subject::getNameID)
                        .map(NameID::getFormat)
                        .filter(AskedName::says))
                .flatMap(NameIdFormat::of);
    }

    /** AllowCreate is no question here: identifiers are computed and none is ever created by being asked for. */
    static Optional<Denied> broken(Asked asked) {
        NameIDPolicy policy = asked.message().getNameIDPolicy();
        if (policy == null) {
            return Optional.empty();
        }
        Optional<String> named = named(asked);
        boolean possible = named.map(uri -> NameIdFormat.of(uri)
                        .filter(asked.party().saml().nameId()::permits)
                        .isPresent())
                .orElse(true);
        if (!possible) {
            return Optional.of(Denied.of(
                            SamlStatus.INVALID_NAME_ID_POLICY,
                            "name-id-format",
                            "A NameID of this format is not available to this service provider.")
                    .seen("a format that is allowed", named.orElse("")));
        }
        String qualifier = policy.getSPNameQualifier();
        boolean own = qualifier == null
                || qualifier.isEmpty()
                || qualifier.equals(asked.party().entityId());
        return own
                ? Optional.empty()
                : Optional.of(Denied.of(
                                SamlStatus.INVALID_NAME_ID_POLICY,
                                "sp-name-qualifier",
                                "The SPNameQualifier is not this service provider's own.")
                        .seen(asked.party().entityId(), qualifier));
    }

    /** Both ways of writing "unspecified" leave it to us (SAML Core §8.3.1). */
    private static Optional<String> named(Asked asked) {
        NameIDPolicy policy = asked.message().getNameIDPolicy();
        return Optional.ofNullable(policy).map(NameIDPolicy::getFormat).filter(AskedName::says);
    }

    private static boolean says(String format) {
        return !format.equals(UNSPECIFIED_20) && !format.equals(NameIDType.UNSPECIFIED);
    }
}
