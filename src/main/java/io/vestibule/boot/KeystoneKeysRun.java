package io.vestibule.boot;

import io.quarkus.runtime.QuarkusApplication;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.TokenKeyFiles;
import io.vestibule.keys.TokenKeys;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The exchange of token keys, once store and configuration are there. */
@ApplicationScoped
class KeystoneKeysRun implements QuarkusApplication {
    static final String EXPORT = "export";
    static final String IMPORT = "import";

    private final TokenKeyFiles keys;
    private final ChosenRealm chosen;
    private final Changes changes;

    KeystoneKeysRun(TokenKeyFiles keys, ChosenRealm chosen, Changes changes) {
        this.keys = keys;
        this.chosen = chosen;
        this.changes = changes;
    }

    @Override
    public int run(String... texts) {
        Optional<Realm> realm = chosen.by(texts[1]);
        if (realm.isEmpty()) {
            System.err.println("vestibule: " + chosen.missing(texts[1]));
            return 1;
        }
        try {
            Path folder = Path.of(texts[2]);
            List<String> files = texts[0].equals(EXPORT)
                    ? keys.exportTo(realm.get().name(), folder)
                    : imported(realm.get().name(), folder);
            files.forEach(System.out::println);
            return 0;
        } catch (TokenKeyFiles.Unreadable | IOException unusable) {
            System.err.println("vestibule: " + unusable.getMessage());
            return 1;
        }
    }

    /** Running nodes hear of it: tokens made with a key they do not know yet would be refused. */
    private List<String> imported(RealmName realm, Path folder) throws IOException, TokenKeyFiles.Unreadable {
        List<String> files = keys.importFrom(realm, folder);
        changes.announce(realm.value(), TokenKeys.TOPIC, realm.value());
        return files;
    }
}
