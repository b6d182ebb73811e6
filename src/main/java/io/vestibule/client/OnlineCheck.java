package io.vestibule.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the tokens of callers at the Identity API, and remembers the answers for a while: as keystonemiddleware does. A token
 * that was revoked is taken until the memory ends, so the memory is short unless asked for.
 */
public final class OnlineCheck {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;

    private final IdentityApi api;
    private final TokenSource own;
    private final Duration remembered;
    private final Clock clock;
    private final Map<String, Answer> memory = new Memory();

    private record Answer(Optional<Token> token, Instant until) {}

    /** {@code own} is the asking service's own token: a user with the role {@code service} or {@code admin}. */
    public OnlineCheck(IdentityApi api, TokenSource own) {
        this(api, own, REMEMBERED, Clock.systemUTC());
    }

    /** {@code remembered} is how long a revoked token may still be taken for good. */
    public OnlineCheck(IdentityApi api, TokenSource own, Duration remembered, Clock clock) {
        this.api = api;
        this.own = own;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** What the token says; nothing when it is not good. Throws when the Identity API cannot be asked. */
    public Optional<Token> check(String token) {
        if (token.isEmpty() || !token.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            return Optional.empty(); // cannot be sent in a header, so nobody issued it
        }
        String key = digest(token);
        Instant now = clock.instant();
        Answer answer;
        synchronized (memory) {
            answer = memory.get(key);
        }
        if (answer == null || !now.isBefore(answer.until())) {
            answer = ask(token, now);
            synchronized (memory) {
                memory.put(key, answer);
            }
        }
        return answer.token();
    }

    private Answer ask(String token, Instant now) {
        Optional<Token> read = read(token).filter(good -> now.isBefore(good.expiresAt()));
        Instant until = now.plus(remembered);
        return new Answer(
                read,
                read.map(Token::expiresAt)
                        .filter(expiry -> expiry.isBefore(until))
                        .orElse(until));
    }

    private Optional<Token> read(String token) {
        Token ours = own.token();
        try {
            return api.read(ours.value(), token);
        } catch (IdentityRefused refused) {
            if (refused.status() != 401) {
                throw refused;
            }
            own.forget(ours); // ours was revoked: once more with a new one
            return api.read(own.token().value(), token);
        }
    }

    /** The memory holds no tokens that somebody could use. */
    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static final class Memory extends LinkedHashMap<String, Answer> {
        private static final long serialVersionUID = 1L;

        Memory() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
