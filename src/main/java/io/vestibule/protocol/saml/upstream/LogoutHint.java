package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamNames;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDType;

/**
 * What a LogoutRequest must say of a person: who is asked, and the NameID exactly as it came (SAML Core §3.7.1). Kept sealed
 * with the session.
 */
record LogoutHint(
        String provider,
        String value,
        Optional<String> format,
        Optional<String> nameQualifier,
        Optional<String> spNameQualifier) {
    static LogoutHint of(String provider, NameID nameId) {
        return new LogoutHint(
                provider,
                String.valueOf(nameId.getValue()),
                Optional.ofNullable(nameId.getFormat()),
                Optional.ofNullable(nameId.getNameQualifier()),
                Optional.ofNullable(nameId.getSPNameQualifier()));
    }

    /** Whether that is the same name: SAML Core §3.3.4, where a qualifier that is left out is no difference. */
    boolean names(LogoutHint other) {
        return provider.equals(other.provider)
                && value.equals(other.value)
                && format.orElse(NameIDType.UNSPECIFIED).equals(other.format.orElse(NameIDType.UNSPECIFIED))
                && agree(nameQualifier, other.nameQualifier)
                && agree(spNameQualifier, other.spNameQualifier);
    }

    private static boolean agree(Optional<String> one, Optional<String> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /** In a logout of those sessions of that name; of all of them without any. */
    UpstreamNames ends(Collection<String> sessions) {
        return sessions.isEmpty()
                ? new UpstreamNames(Set.of(), Set.of(person()))
                : new UpstreamNames(sessions.stream().map(this::session).collect(Collectors.toSet()), Set.of());
    }

    /** By what such a logout may mean it. */
    UpstreamNames names(Optional<String> session) {
        return new UpstreamNames(session.map(this::session).stream().collect(Collectors.toSet()), Set.of(person()));
    }

    private String person() {
        return provider + "\n" + value;
    }

    private String session(String index) {
        return person() + "\n" + index;
    }

    Secret sealed() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("provider", provider);
        fields.put("value", value);
        format.ifPresent(text -> fields.put("format", text));
        nameQualifier.ifPresent(text -> fields.put("nq", text));
        spNameQualifier.ifPresent(text -> fields.put("spnq", text));
        return new Secret(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    /** Empty when the hint is not one of these: the connector may have been of another type when it was kept. */
    static Optional<LogoutHint> of(Secret sealed) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : sealed.reveal().split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        @Nullable String provider = fields.get("provider");
        @Nullable String value = fields.get("value");
        return provider == null || value == null
                ? Optional.empty()
                : Optional.of(new LogoutHint(
                        provider,
                        value,
                        Optional.ofNullable(fields.get("format")),
                        Optional.ofNullable(fields.get("nq")),
                        Optional.ofNullable(fields.get("spnq"))));
    }
}
