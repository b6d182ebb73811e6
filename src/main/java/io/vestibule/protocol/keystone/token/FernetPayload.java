package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.TokenPayload.Delegation;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.msgpack.core.MessagePackException;

/** What is inside of a Fernet token: a MessagePack array that begins with the number of its kind, as Keystone has them. */
final class FernetPayload {
    private static final int UNSCOPED = 0;
    private static final int DOMAIN = 1;
    private static final int PROJECT = 2;
    private static final int TRUST = 3;
    private static final int FEDERATED_UNSCOPED = 4;
    private static final int FEDERATED_PROJECT = 5;
    private static final int FEDERATED_DOMAIN = 6;
    private static final int OAUTH = 7;
    private static final int SYSTEM = 8;
    private static final int APPLICATION_CREDENTIAL = 9;
    private static final int CERTIFICATE_BOUND = 10;
    private static final String ALL = "all";

    private final MethodBits bits;

    FernetPayload(MethodBits bits) {
        this.bits = bits;
    }

    byte[] pack(TokenPayload token) {
        try (PayloadWriter out = new PayloadWriter()) {
            write(token, out);
            return out.bytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void write(TokenPayload token, PayloadWriter out) throws IOException {
        Optional<String> project = token.scope()
                .filter(Scope.Project.class::isInstance)
                .map(scope -> ((Scope.Project) scope).project().value());
        Optional<String> domain = token.scope()
                .filter(Scope.Domain.class::isInstance)
                .map(scope -> ((Scope.Domain) scope).domain().value());
        int kind = kind(token);
        out.begin(kind, token.user().hex(), bits.number(token.methods()));
        switch (kind) {
            case DOMAIN -> out.plainId(domain.orElseThrow());
            case SYSTEM -> out.text(ALL);
            case FEDERATED_UNSCOPED -> federated(token.federated().orElseThrow(), out);
            case FEDERATED_PROJECT, FEDERATED_DOMAIN -> {
                out.id(project.or(() -> domain).orElseThrow());
                federated(token.federated().orElseThrow(), out);
            }
            case OAUTH -> {
                out.id(project.orElseThrow());
                out.id(token.delegation().accessToken().orElseThrow());
            }
            case CERTIFICATE_BOUND -> {
                out.optionalId(project);
                out.optionalId(domain);
            }
            case UNSCOPED -> {
                // nothing stands between methods and expiry
            }
            default -> out.optionalId(project);
        }
        out.end(token.expiresAt(), token.auditIds());
        switch (kind) {
            case TRUST -> out.plainId(token.delegation().trust().orElseThrow());
            case APPLICATION_CREDENTIAL ->
                out.id(token.delegation().applicationCredential().orElseThrow());
            case CERTIFICATE_BOUND -> out.pair(token.thumbprint().orElseThrow());
            default -> {
                // nothing stands behind the audit ids
            }
        }
    }

    private static int kind(TokenPayload token) {
        Delegation by = token.delegation();
        if (by.trust().isPresent()) {
            return TRUST;
        }
        if (by.accessToken().isPresent()) {
            return OAUTH;
        }
        if (by.applicationCredential().isPresent()) {
            return APPLICATION_CREDENTIAL;
        }
        if (token.thumbprint().isPresent()) {
            return CERTIFICATE_BOUND;
        }
        boolean federated = token.federated().isPresent();
        return token.scope()
                .map(scope -> switch (scope) {
                    case Scope.Project project -> federated ? FEDERATED_PROJECT : PROJECT;
                    case Scope.Domain domain -> federated ? FEDERATED_DOMAIN : DOMAIN;
                    case Scope.System system -> SYSTEM;
                })
                .orElse(federated ? FEDERATED_UNSCOPED : UNSCOPED);
    }

    private static void federated(Federated federated, PayloadWriter out) throws IOException {
        out.ids(federated.groups().stream().map(GroupId::value).toList());
        out.id(federated.identityProvider());
        out.text(federated.protocol());
    }

    Optional<TokenPayload> unpack(byte[] content, Instant issuedAt) {
        try (PayloadReader in = new PayloadReader(content)) {
            return read(in, issuedAt);
        } catch (IOException | MessagePackException | IllegalArgumentException | DateTimeException otherThanOurs) {
            return Optional
                    .empty(); // sealed with our key all the same: a Keystone of another age, or another use of it
        }
    }

    private Optional<TokenPayload> read(PayloadReader in, Instant issuedAt) throws IOException {
        int kind = in.begin();
        Optional<UserId> user = UserId.ofHex(in.id());
        List<String> methods = bits.methods(in.number());
        Optional<Scope> scope = Optional.empty();
        Optional<Federated> federated = Optional.empty();
        Optional<String> accessToken = Optional.empty();
        switch (kind) {
            case DOMAIN -> scope = domain(in.plainId());
            case SYSTEM -> {
                in.text();
                scope = Optional.of(new Scope.System());
            }
            case FEDERATED_UNSCOPED -> federated = Optional.of(federated(in));
            case FEDERATED_PROJECT, FEDERATED_DOMAIN -> {
                String id = in.id();
                scope = kind == FEDERATED_PROJECT ? project(id) : domain(id);
                federated = Optional.of(federated(in));
            }
            case OAUTH -> {
                scope = project(in.id());
                accessToken = Optional.of(in.id());
            }
            case CERTIFICATE_BOUND -> {
                Optional<Scope> project = in.optionalId().flatMap(FernetPayload::project);
                Optional<Scope> domain = in.optionalId().flatMap(FernetPayload::domain);
                scope = project.or(() -> domain);
            }
            case PROJECT, TRUST, APPLICATION_CREDENTIAL ->
                scope = in.optionalId().flatMap(FernetPayload::project);
            case UNSCOPED -> {
                // nothing stands between methods and expiry
            }
            default -> throw new IllegalArgumentException("no kind of token: " + kind);
        }
        Instant expiresAt = in.time();
        List<String> auditIds = in.auditIds();
        Optional<String> trust = kind == TRUST ? Optional.of(in.plainId()) : Optional.empty();
        Optional<String> credential = kind == APPLICATION_CREDENTIAL ? Optional.of(in.id()) : Optional.empty();
        Optional<String> thumbprint = kind == CERTIFICATE_BOUND ? Optional.of(in.id()) : Optional.empty();
        Optional<Scope> scoped = scope;
        Optional<Federated> from = federated;
        Delegation by = new Delegation(trust, credential, accessToken);
        List<String> all = from.map(way -> withProtocol(methods, way)).orElse(methods);
        return user.map(id -> new TokenPayload(id, all, auditIds, issuedAt, expiresAt, scoped, by, from, thumbprint));
    }

    /** A protocol can have any name, and the number of the methods has room only for those of the realm's list. */
    private List<String> withProtocol(List<String> methods, Federated from) {
        if (methods.contains(from.protocol()) || bits.names().contains(from.protocol())) {
            return methods;
        }
        List<String> all = new ArrayList<>(methods);
        all.add(from.protocol());
        return all;
    }

    private static Federated federated(PayloadReader in) throws IOException {
        List<GroupId> groups = new ArrayList<>();
        for (String id : in.ids()) {
            groups.add(new GroupId(id));
        }
        return new Federated(in.id(), in.text(), groups);
    }

    private static Optional<Scope> project(String id) {
        return Optional.of(new Scope.Project(new ProjectId(id)));
    }

    private static Optional<Scope> domain(String id) {
        return Optional.of(new Scope.Domain(new DomainId(id)));
    }
}
