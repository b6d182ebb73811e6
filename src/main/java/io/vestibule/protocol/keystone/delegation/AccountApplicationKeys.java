package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.account.ApplicationKeys;
import io.vestibule.directory.User;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Application credentials as their owner sees them on the page of the account. */
@ApplicationScoped
class AccountApplicationKeys implements ApplicationKeys {
    private final ApplicationCredentials credentials;
    private final Projects projects;

    AccountApplicationKeys(ApplicationCredentials credentials, Projects projects) {
        this.credentials = credentials;
        this.projects = projects;
    }

    @Override
    public List<Key> of(Realm realm, User user) {
        return credentials.of(realm.name(), user.id()).stream()
                .map(one -> new Key(
                        one.id(),
                        one.name(),
                        projects.find(realm.name(), one.project())
                                .map(Project::name)
                                .orElse(""),
                        one.expiresAt(),
                        one.unrestricted()))
                .toList();
    }

    @Override
    public boolean remove(Realm realm, User user, String id) {
        boolean theirs = credentials.of(realm.name(), user.id()).stream()
                .anyMatch(one -> one.id().equals(id));
        if (theirs) {
            credentials.delete(realm.name(), id);
        }
        return theirs;
    }
}
