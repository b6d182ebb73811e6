package io.vestibule.protocol.keystone.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.grants.StatusPlace;
import io.vestibule.grants.TokenStatus;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.keys.TokenKeys;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JWT with the claims of Keystone's {@code jws} provider, so that a Keystone which has the public key can read it. */
@ApplicationScoped
class JwsFormat implements TokenFormat {
    private static final String METHODS = "openstack_methods";
    private static final String AUDIT_IDS = "openstack_audit_ids";
    private static final String SYSTEM = "openstack_system";
    private static final String DOMAIN = "openstack_domain_id";
    private static final String PROJECT = "openstack_project_id";
    private static final String TRUST = "openstack_trust_id";
    private static final String GROUPS = "openstack_group_ids";
    private static final String IDENTITY_PROVIDER = "openstack_idp_id";
    private static final String PROTOCOL = "openstack_protocol_id";
    private static final String ACCESS_TOKEN = "openstack_access_token_id";
    private static final String APPLICATION_CREDENTIAL = "openstack_app_cred_id";
    private static final String THUMBPRINT = "openstack_thumbprint";
    private static final String STATUS = "status"; // Token Status List §6.1; a Keystone reads past it
    private static final String ALL = "all";

    private final TokenKeys keys;
    private final TokenStatus status;

    JwsFormat(TokenKeys keys, TokenStatus status) {
        this.keys = keys;
        this.status = status;
    }

    @Override
    public KeystoneRealm.Format name() {
        return KeystoneRealm.Format.JWS;
    }

    @Override
    public boolean looksRight(String text) {
        return text.startsWith("ey") && text.indexOf('.') > 0;
    }

    @Override
    public String write(Realm realm, TokenPayload payload) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(payload.user().hex())
                .issueTime(Date.from(payload.issuedAt()))
                .expirationTime(Date.from(payload.expiresAt()))
                .claim(METHODS, payload.methods())
                .claim(AUDIT_IDS, payload.auditIds());
        payload.scope().ifPresent(scope -> {
            switch (scope) {
                case Scope.Project project ->
                    claims.claim(PROJECT, project.project().value());
                case Scope.Domain domain -> claims.claim(DOMAIN, domain.domain().value());
                case Scope.System system -> claims.claim(SYSTEM, ALL);
            }
        });
        payload.delegation().trust().ifPresent(id -> claims.claim(TRUST, id));
        payload.delegation().accessToken().ifPresent(id -> claims.claim(ACCESS_TOKEN, id));
        payload.delegation().applicationCredential().ifPresent(id -> claims.claim(APPLICATION_CREDENTIAL, id));
        payload.federated().ifPresent(federated -> {
            claims.claim(
                    GROUPS,
                    federated.groups().stream()
                            .map(group -> Map.of("id", group.value()))
                            .toList());
            claims.claim(IDENTITY_PROVIDER, federated.identityProvider());
            claims.claim(PROTOCOL, federated.protocol());
        });
        payload.thumbprint().ifPresent(thumbprint -> claims.claim(THUMBPRINT, thumbprint));
        if (KeystoneRealm.of(realm).statusLists()) {
            StatusPlace place = status.place(
                    realm.name(), RevokedTokens.line(realm.name(), payload), payload.auditId(), payload.expiresAt());
            claims.claim(STATUS, Map.of("status_list", Map.of("idx", place.index(), "uri", place.uri())));
        }
        return keys.sign(realm.name(), claims.build());
    }

    @Override
    public Optional<TokenPayload> read(Realm realm, String text) {
        return keys.verify(realm.name(), text).flatMap(JwsFormat::payload);
    }

    private static Optional<TokenPayload> payload(JWTClaimsSet claims) {
        try {
            @Nullable String subject = claims.getSubject();
            @Nullable Date issuedAt = claims.getIssueTime();
            @Nullable Date expiresAt = claims.getExpirationTime();
            @Nullable List<String> auditIds = claims.getStringListClaim(AUDIT_IDS);
            @Nullable List<String> methods = claims.getStringListClaim(METHODS);
            Optional<UserId> user = subject == null ? Optional.empty() : UserId.ofHex(subject);
            if (user.isEmpty()
                    || issuedAt == null
                    || expiresAt == null
                    || auditIds == null
                    || auditIds.isEmpty()
                    || methods == null) {
                return Optional.empty();
            }
            return Optional.of(new TokenPayload(
                    user.get(),
                    methods,
                    auditIds,
                    issuedAt.toInstant(),
                    expiresAt.toInstant(),
                    scope(claims),
                    new Delegation(
                            text(claims, TRUST), text(claims, APPLICATION_CREDENTIAL), text(claims, ACCESS_TOKEN)),
                    federated(claims),
                    text(claims, THUMBPRINT)));
        } catch (ParseException | IllegalArgumentException otherThanOurs) {
            return Optional.empty();
        }
    }

    private static Optional<Scope> scope(JWTClaimsSet claims) throws ParseException {
        Optional<String> project = text(claims, PROJECT);
        Optional<String> domain = text(claims, DOMAIN);
        if (project.isPresent()) {
            return project.map(id -> new Scope.Project(new ProjectId(id)));
        }
        return domain.isPresent()
                ? domain.map(id -> new Scope.Domain(new DomainId(id)))
                : text(claims, SYSTEM).map(all -> new Scope.System());
    }

    private static Optional<Federated> federated(JWTClaimsSet claims) throws ParseException {
        Optional<String> provider = text(claims, IDENTITY_PROVIDER);
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        List<GroupId> groups = new ArrayList<>();
        if (claims.getClaim(GROUPS) instanceof List<?> listed) {
            for (Object one : listed) {
                if (one instanceof Map<?, ?> group && group.get("id") instanceof String id) {
                    groups.add(new GroupId(id));
                }
            }
        }
        return Optional.of(new Federated(provider.get(), text(claims, PROTOCOL).orElse(""), groups));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) throws ParseException {
        return Optional.ofNullable(claims.getStringClaim(name));
    }
}
