package io.vestibule.access;

import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import io.vestibule.identity.UserId;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Roles that a user was given. What a realm's file gives stays with whom it names. */
@ApplicationScoped
class AccessBelongings implements Belongings {
    private static final String WHERE = "coalesce("
            + "(select p.name from project p where p.realm = {}.realm and p.id = {}.project_id), "
            + "(select d.name from domain d where d.realm = {}.realm and d.id = {}.domain_id), '*')";

    private final Changes changes;

    AccessBelongings(Changes changes) {
        this.changes = changes;
    }

    @Override
    public List<Belonging> kinds() {
        return List.of(Belonging.each(
                        "roles",
                        "role_assignment",
                        "id",
                        "(select r.name from access_role r where r.realm = {}.realm and r.id = {}.role_id) || ' · ' || "
                                + WHERE + " || case when {}.inherited then '/*' else '' end")
                .only("{}.source <> '" + DeclaredAccess.SOURCE + "'")
                .once("concat({}.project_id, '|', {}.domain_id, '|', {}.role_id, '|', {}.inherited, '|', {}.source)")
                .asGranted());
    }

    @Override
    public void moved(Moved moved) {
        if (!moved.ids().isEmpty()) {
            changes.announce(moved.realm(), Assignments.TOPIC, new UserId(moved.from()).hex());
            changes.announce(moved.realm(), Assignments.TOPIC, new UserId(moved.to()).hex());
        }
    }
}
