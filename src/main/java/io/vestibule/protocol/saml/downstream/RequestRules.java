package io.vestibule.protocol.saml.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opensaml.saml.saml2.core.Subject;

/** What a request must satisfy once its service provider and consumer service are trusted, in the order it is looked at. */
@ApplicationScoped
class RequestRules {
    private final List<Function<Asked, Optional<Denied>>> inOrder;

    RequestRules(AskedScoping scoping) {
        this.inOrder = List.of(
                RequestRules::subjectIsOnlyAName,
                RequestRules::passiveGoesWithoutForce,
                AskedName::broken,
                RequestRules::attributesAreListed,
                RequestRules::contextIsKnown,
                scoping::broken);
    }

    /** The first rule broken, or nothing. */
    Optional<Denied> broken(Asked asked) {
        return inOrder.stream().flatMap(rule -> rule.apply(asked).stream()).findFirst();
    }

    private static Optional<Denied> subjectIsOnlyAName(Asked asked) { // SAML Core §3.4.1.4
        Subject subject = asked.message().getSubject();
        boolean more = subject != null
                && (!subject.getSubjectConfirmations().isEmpty()
                        || subject.getEncryptedID() != null
                        || subject.getBaseID() != null
                        || subject.getNameID() == null);
        return more
                ? Optional.of(Denied.of(
                        SamlStatus.REQUEST_UNSUPPORTED, "subject", "Only a NameID is understood in a Subject."))
                : Optional.empty();
    }

    /** Nobody can be asked again without being asked anything (SAML Core §3.4.1). */
    private static Optional<Denied> passiveGoesWithoutForce(Asked asked) {
        return asked.passive() && asked.forceAuthn()
                ? Optional.of(Denied.of(
                        SamlStatus.NO_PASSIVE,
                        "passive-and-forced",
                        "ForceAuthn needs a page, which IsPassive forbids."))
                : Optional.empty();
    }

    private static Optional<Denied> attributesAreListed(Asked asked) {
        Integer index = asked.message().getAttributeConsumingServiceIndex();
        boolean known = index == null
                || asked.party().partner().attributeServices().stream().anyMatch(service -> service.index() == index);
        return known
                ? Optional.empty()
                : Optional.of(Denied.of(
                                SamlStatus.REQUEST_UNSUPPORTED,
                                "attribute-service",
                                "The metadata has no AttributeConsumingService of this index.")
                        .seen("an index from metadata", String.valueOf(index)));
    }

    private static Optional<Denied> contextIsKnown(Asked asked) {
        return AskedContext.classes(asked).isPresent()
                ? Optional.empty()
                : Optional.of(Denied.of(
                        SamlStatus.NO_AUTHN_CONTEXT,
                        "authn-context",
                        "No way of authenticating here meets the requested context."));
    }
}
