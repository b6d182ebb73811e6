package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Projects;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** A credential as a request wants it. */
@ApplicationScoped
class CredentialRequest {
    private static final Set<String> KNOWN = Set.of("id", "links", "user_id", "project_id", "type", "blob");

    private final NamedUsers users;
    private final Projects projects;

    CredentialRequest(NamedUsers users, Projects projects) {
        this.users = users;
        this.projects = projects;
    }

    StoredCredential fresh(RealmName realm, ObjectNode wanted) {
        UserId user = users.require(realm, wanted.path("user_id").asText()).id();
        String type = wanted.path("type").asText();
        Secret blob = new Secret(wanted.path("blob").asText());
        boolean ec2 = type.equalsIgnoreCase(StoredCredential.EC2);
        String id = ec2
                ? StoredCredential.idOf(
                        StoredCredential.keys(blob).path("access").asText())
                : DrawnId.next();
        Optional<ProjectId> project = project(realm, wanted);
        if (ec2 && project.isEmpty()) {
            throw KeystoneRefused.expecting("project_id", "credential");
        }
        return new StoredCredential(id, user, project, type, blob, extra(wanted));
    }

    /** A credential keeps its type: what was checked as one thing must not become another. */
    StoredCredential changed(RealmName realm, StoredCredential before, ObjectNode wanted) {
        if (wanted.has("id") && !wanted.path("id").asText().equals(before.id())) {
            throw KeystoneRefused.badRequest("Cannot change Credential ID");
        }
        if (wanted.has("type") && !wanted.path("type").asText().equalsIgnoreCase(before.type())) {
            throw KeystoneRefused.badRequest("type can not be updated for credential");
        }
        UserId user = wanted.has("user_id")
                ? users.require(realm, wanted.path("user_id").asText()).id()
                : before.user();
        Secret blob = wanted.has("blob") ? new Secret(wanted.path("blob").asText()) : before.blob();
        if (before.isEc2()) {
            StoredCredential.keys(blob);
        }
        Optional<ProjectId> project = wanted.has("project_id") ? project(realm, wanted) : before.project();
        ObjectNode rest = wanted.deepCopy();
        rest.remove(KNOWN);
        Extra extra = before.extra().with(rest);
        return new StoredCredential(before.id(), user, project, before.type(), blob, extra);
    }

    Optional<ProjectId> project(RealmName realm, ObjectNode wanted) {
        return Optional.ofNullable(wanted.path("project_id").textValue())
                .filter(text -> !text.isEmpty())
                .map(text -> project(realm, text));
    }

    ProjectId project(RealmName realm, String id) {
        return Optional.of(id)
                .filter(ProjectId::isValid)
                .map(ProjectId::new)
                .filter(project -> projects.find(realm, project).isPresent())
                .orElseThrow(() -> KeystoneRefused.notFound("project", id));
    }

    private static Extra extra(ObjectNode wanted) {
        ObjectNode rest = wanted.deepCopy();
        rest.remove(KNOWN);
        return Extra.of(rest);
    }
}
