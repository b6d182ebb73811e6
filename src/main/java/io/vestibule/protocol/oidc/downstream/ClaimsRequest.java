package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter (OIDC Core §5.5), as far as it is understood here: what is not is ignored (§5.5).
 *
 * @param idToken claims wanted in the ID token, and {@code userinfo} from there
 * @param acrValues wanted for {@code acr}, and whether as essential
 * @param subject the only {@code sub} that will do
 */
record ClaimsRequest(
        Set<String> idToken,
        Set<String> userinfo,
        List<String> acrValues,
        boolean acrEssential,
        Optional<String> subject) {
    private static final ClaimsRequest NONE = new ClaimsRequest(Set.of(), Set.of(), List.of(), false, Optional.empty());

    static ClaimsRequest none() {
        return NONE;
    }

    static ClaimsRequest parse(String json) throws ParseException {
        OIDCClaimsRequest parsed = OIDCClaimsRequest.parse(json);
        ClaimsSetRequest idToken = parsed.getIDTokenClaimsRequest();
        ClaimsSetRequest userinfo = parsed.getUserInfoClaimsRequest();
        Optional<ClaimsSetRequest.Entry> acr = entry(idToken, "acr");
        Optional<String> subject = value(idToken, "sub").or(() -> value(userinfo, "sub"));
        return new ClaimsRequest(
                known(idToken),
                known(userinfo),
                acr.map(ClaimsRequest::texts).orElse(List.of()),
                acr.filter(entry -> entry.getClaimRequirement() == ClaimRequirement.ESSENTIAL)
                        .isPresent(),
                subject);
    }

    /** The scopes whose consent covers what is asked. */
    Set<String> scopes() {
        Set<String> scopes = new LinkedHashSet<>();
        idToken.forEach(claim -> StandardClaims.scopeOf(claim).ifPresent(scopes::add));
        userinfo.forEach(claim -> StandardClaims.scopeOf(claim).ifPresent(scopes::add));
        return scopes;
    }

    private static Set<String> known(@Nullable ClaimsSetRequest request) {
        Set<String> names = new LinkedHashSet<>();
        if (request != null) {
            request.getClaimNames(false).stream()
                    .filter(claim -> StandardClaims.scopeOf(claim).isPresent())
                    .forEach(names::add);
        }
        return names;
    }

    private static Optional<ClaimsSetRequest.Entry> entry(@Nullable ClaimsSetRequest request, String claim) {
        return Optional.ofNullable(request).map(set -> set.get(claim));
    }

    private static Optional<String> value(@Nullable ClaimsSetRequest request, String claim) {
        return entry(request, claim).map(ClaimsSetRequest.Entry::getValueAsString);
    }

    private static List<String> texts(ClaimsSetRequest.Entry entry) {
        List<String> several = entry.getValuesAsListOfStrings();
        if (several != null) {
            return List.copyOf(several);
        }
        return Optional.ofNullable(entry.getValueAsString()).map(List::of).orElse(List.of());
    }
}
