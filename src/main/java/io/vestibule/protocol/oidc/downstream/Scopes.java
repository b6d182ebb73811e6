package io.vestibule.protocol.oidc.downstream;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Scope values with a meaning here (OIDC Core §5.4, §11), and the syntax of all (RFC 6749 §3.3). */
final class Scopes {
    static final String OPENID = "openid";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";
    static final String ADDRESS = "address";
    static final String PHONE = "phone";
    static final String GROUPS = "groups";
    /** What the person may do, in a place that another scope names or the person chooses. */
    static final String ROLES = "roles";

    static final String OFFLINE_ACCESS = "offline_access";
    /** dex's name for the connector and what it calls the person. */
    static final String FEDERATED_ID = "federated:id";

    static final List<String> ABOUT_PEOPLE =
            List.of(OPENID, PROFILE, EMAIL, ADDRESS, PHONE, GROUPS, ROLES, OFFLINE_ACCESS, FEDERATED_ID);

    private static final Pattern SYNTAX = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e ]*");

    private Scopes() {}

    static boolean isWellFormed(String scope) {
        return SYNTAX.matcher(scope).matches();
    }

    /** Each value once, in the order asked for. */
    static Set<String> values(String scope) {
        Set<String> values = new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
        values.remove("");
        return values;
    }

    static String text(Collection<String> values) {
        return String.join(" ", values);
    }
}
