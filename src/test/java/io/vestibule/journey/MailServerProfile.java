package io.vestibule.journey;

import io.vestibule.outbound.MailServerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/** The house and the guild, and keys of mail servers: {@code ours} and {@code elsewhere} are trusted, {@code stranger} is not. */
public class MailServerProfile extends JourneyProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path folder = Files.createTempDirectory("vestibule-mail-keys-");
            String trusted = MailServerKeys.write(folder, "ours", "localhost")
                    + MailServerKeys.write(folder, "elsewhere", "elsewhere.test");
            MailServerKeys.write(folder, "stranger", "localhost");
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put(
                    "vestibule.outbound.trust-store",
                    Files.writeString(folder.resolve("authorities.pem"), trusted)
                            .toString());
            overrides.put("journey.mail-keys", folder.toString());
            return overrides;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (GeneralSecurityException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
