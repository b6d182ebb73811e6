package io.vestibule.login;

import io.vestibule.directory.AccountMark;
import io.vestibule.directory.User;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;

/** For tests of other rooms: the links of letters, without the letters. */
@ApplicationScoped
public class TestLinks {
    private final ResetLinks links;
    private final AccountMark marks;
    private final LoginUrls urls;

    TestLinks(ResetLinks links, AccountMark marks, LoginUrls urls) {
        this.links = links;
        this.marks = marks;
        this.urls = urls;
    }

    /** Of a password that was forgotten in the login {@code flow}. */
    public URI reset(Realm realm, User user, String flow) {
        String mark = marks.of(realm.name(), user.id()).orElseThrow();
        return urls.reset(
                realm.name(),
                links.issue(realm.name(), new ResetLinks.Meant(user.id(), mark, flow), Duration.ofMinutes(20)));
    }
}
