package io.vestibule.outbound;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands letters in to the operator's own mail server, one at a time and waited for. The server is declared by the operator, so
 * its address may be an internal one. Blocks: call it on a virtual thread.
 */
@ApplicationScoped
public class SmtpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLOSING = 421; // RFC 5321 §3.8

    /** The library's words for the commands in which a letter is refused. */
    private static final List<String> ABOUT_THE_LETTER =
            List.of("recipient address not accepted", "DATA command not accepted", "sending data failed");

    private final Vertx vertx;
    private final OutboundSettings settings;
    private final Optional<TrustOptions> trust;

    SmtpClient(Vertx vertx, OutboundSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.trust = settings.trustStore().map(TrustedAuthorities::withAlso).map(TrustOptions::wrap);
    }

    /** A plain text to one address; {@code subject} has no line break in it. */
    public SmtpOutcome send(SmtpServer server, String to, String subject, String text) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("handing in a letter would block the event loop");
        }
        MailMessage message = new MailMessage()
                .setFrom(server.from())
                .setTo(to)
                .setSubject(subject)
                .setText(text)
                .addHeader("Auto-Submitted", "auto-generated"); // RFC 3834 §5: no machine answers it
        MailClient client = MailClient.create(vertx, config(server));
        try {
            return await(client.sendMail(message).toCompletionStage().toCompletableFuture());
        } finally {
            client.close();
        }
    }

    private static SmtpOutcome await(CompletableFuture<MailResult> sent) {
        try {
            sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new SmtpOutcome.Accepted();
        } catch (TimeoutException slow) {
            return new SmtpOutcome.Unavailable("no answer within " + PATIENCE);
        } catch (ExecutionException failed) {
            return outcome(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new SmtpOutcome.Failed("interrupted");
        }
    }

    /** What is refused before a recipient was named is not about this letter: a password that is wrong, a sender, ourselves. */
    private static SmtpOutcome outcome(Throwable cause) {
        String detail = detail(cause);
        if (cause instanceof SMTPException answer) {
            boolean ofTheLetter = answer.getReplyCode() != CLOSING
                    && ABOUT_THE_LETTER.stream().anyMatch(detail::startsWith);
            return !ofTheLetter
                    ? new SmtpOutcome.Unavailable(detail)
                    : answer.isPermanent() ? new SmtpOutcome.Rejected(detail) : new SmtpOutcome.Failed(detail);
        }
        return cause instanceof IllegalArgumentException // no address, though it looked like one
                ? new SmtpOutcome.Rejected(detail)
                : new SmtpOutcome.Unavailable(detail);
    }

    /** What a server answers is one line of a log. */
    private static String detail(Throwable cause) {
        Throwable why = cause.getCause();
        String text = cause.getMessage() + (why == null ? "" : ": " + why.getMessage());
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private MailConfig config(SmtpServer server) {
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        // No setHostnameVerificationAlgorithm: version 4.5 of the library checks the name in the certificate
        // (RFC 8314 §4.3) where nothing is said, and switches the check off where something is, be it "HTTPS".
        MailConfig config = new MailConfig(server.host(), server.port())
                .setSsl(server.tls() == SmtpServer.Tls.IMMEDIATE)
                .setStarttls(
                        server.tls() == SmtpServer.Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setConnectTimeout(connectMillis)
                .setOwnHostname(server.greetsAs())
                .setKeepAlive(false)
                .setLogin(server.login().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED);
        server.login().ifPresent(login -> config.setUsername(login.username()).setPassword(login.password()));
        trust.ifPresent(config::setTrustOptions);
        return config;
    }
}
