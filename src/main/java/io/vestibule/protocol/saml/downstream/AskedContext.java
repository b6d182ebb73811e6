package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.downstream.ContextLadder.Comparison;
import io.vestibule.relyingparty.RequestedContext;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnContextComparisonTypeEnumeration;
import org.opensaml.saml.saml2.core.RequestedAuthnContext;

/** How the person is to be authenticated: the RequestedAuthnContext measured on the service provider's ladder. */
final class AskedContext {
    private static final int MOST = 20;

    private AskedContext() {}

    /**
     * The classes that would do, most wanted first; empty when any would.
     *
     * @return nothing when none that is known would
     */
    static Optional<List<String>> classes(Asked asked) {
        RequestedAuthnContext wanted = asked.message().getRequestedAuthnContext();
        if (wanted == null) {
            return Optional.of(List.of());
        }
        if (!wanted.getAuthnContextDeclRefs().isEmpty()) {
            return Optional.empty(); // declarations are nobody's here (SAML Core §3.3.2.2.1)
        }
        List<String> named = wanted.getAuthnContextClassRefs().stream()
                .map(AuthnContextClassRef::getURI)
                .map(uri -> uri == null ? "" : uri.strip())
                .filter(uri -> !uri.isEmpty() && uri.indexOf(' ') < 0)
                .limit(MOST)
                .toList();
        if (named.contains(ContextLadder.UNSPECIFIED)) {
            return Optional.of(List.of()); // whatever it is, it was not specified
        }
        List<String> admitted = asked.party().ladder().admitted(comparison(wanted), named);
        return admitted.isEmpty() ? Optional.empty() : Optional.of(admitted);
    }

    static RequestedContext neutral(Asked asked, List<String> classes) {
        return classes.isEmpty()
                ? RequestedContext.any()
                : new RequestedContext(asked.party().ladder().acrs(classes), true, Optional.empty());
    }

    private static Comparison comparison(RequestedAuthnContext wanted) {
        AuthnContextComparisonTypeEnumeration comparison = wanted.getComparison();
        return comparison == null ? Comparison.EXACT : Comparison.valueOf(comparison.name());
    }
}
