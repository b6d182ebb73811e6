package io.vestibule.protocol.saml.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Messages as files: the XML, and what would go over the wire. */
final class MessageFiles {
    private MessageFiles() {}

    static int write(Path folder, Target target, List<AttackCase> controls, List<AttackCase> attacks)
            throws IOException {
        Files.createDirectories(folder);
        int written = 0;
        for (List<AttackCase> some : List.of(controls, attacks)) {
            for (AttackCase attack : some) {
                Message message = attack.maker().make(target);
                boolean post = message.method().equals("POST");
                byte[] wire = post ? message.body() : message.query().getBytes(StandardCharsets.UTF_8);
                Files.write(folder.resolve(attack.id() + (post ? ".form" : ".query")), wire);
                if (message.xml().length > 0) {
                    Files.write(folder.resolve(attack.id() + ".xml"), message.xml());
                }
                written++;
            }
        }
        return written;
    }
}
