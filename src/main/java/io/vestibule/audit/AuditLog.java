package io.vestibule.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.vestibule.identity.Reference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Writes each event as one JSON line to the log category {@code io.vestibule.audit} and counts it. */
@ApplicationScoped
public class AuditLog {
    private static final Logger LINES = Logger.getLogger("io.vestibule.audit");
    private static final int LONGEST_TEXT = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final MeterRegistry meters;
    private final Clock clock;
    private final SecureRandom random;
    private final List<AuditFollower> followers;
    private final Map<Class<?>, String> kinds = new ConcurrentHashMap<>();

    @Inject
    public AuditLog(MeterRegistry meters, Clock clock, SecureRandom random, @All List<AuditFollower> followers) {
        this.meters = meters;
        this.clock = clock;
        this.random = random;
        this.followers = List.copyOf(followers);
    }

    /** That nobody follows. */
    public AuditLog(MeterRegistry meters, Clock clock, SecureRandom random) {
        this(meters, clock, random, List.of());
    }

    public void record(AuditEvent event) {
        ObjectNode line = json.createObjectNode();
        Instant now = clock.instant();
        line.put("time", now.toString());
        line.put("event", kind(event));
        event.auditRealm().ifPresent(realm -> line.put("realm", realm.value()));
        details(event, line);
        circumstances(event.circumstances(), line);
        try {
            LINES.info(json.writeValueAsString(line));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts always serialises", impossible);
        }
        count(event);
        followers.forEach(follower -> follower.heard(event, now));
    }

    /** Records a refusal and gives the reference its page or error shows. */
    public Reference refuse(Refusal refusal) {
        Reference reference = Reference.random(random);
        record(new AuditEvent.Refused(
                refusal.realm(),
                refusal.circumstances(),
                refusal.step(),
                refusal.reason(),
                refusal.expected(),
                refusal.actual(),
                reference));
        return reference;
    }

    private String kind(AuditEvent event) {
        return kinds.computeIfAbsent(event.getClass(), AuditLog::kind);
    }

    private static String kind(Class<?> event) {
        return event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static void details(AuditEvent event, ObjectNode line) {
        switch (event) {
            case AuditEvent.SignedIn signedIn -> {
                line.put("upstreamSubject", cut(signedIn.upstreamSubject()));
                line.put("amr", String.join(" ", signedIn.amr()));
            }
            case AuditEvent.ProofIssued proof -> {
                line.put("protocol", proof.protocol());
                line.put("grant", proof.grant());
            }
            case AuditEvent.Refused refused -> {
                line.put("step", refused.step());
                line.put("reason", refused.reason());
                line.put("expected", cut(refused.expected()));
                line.put("actual", cut(refused.actual()));
                line.put("reference", refused.reference().value());
            }
            case AuditEvent.ConsentDecided consent -> {
                line.put("given", consent.given());
                line.put("items", String.join(" ", consent.items()));
            }
            case AuditEvent.GrantRevoked revoked -> line.put("reason", revoked.reason());
            case AuditEvent.SessionEnded ended -> line.put("reason", ended.reason());
            case AuditEvent.ApplicationLeft left -> line.put("reason", left.reason());
            case AuditEvent.LogoutTold told -> {
                line.put("protocol", told.protocol());
                line.put("outcome", told.outcome());
                line.put("detail", told.detail());
            }
            case AuditEvent.UserChanged user -> {
                line.put("what", cut(user.what()));
                user.actor().ifPresent(who -> line.put("actor", who));
            }
            case AuditEvent.UsersMerged merged -> {
                line.put("what", merged.what());
                line.put("other", merged.other().toString());
                line.put("byPerson", merged.byPerson());
                merged.actor().ifPresent(who -> line.put("actor", who.toString()));
            }
            case AuditEvent.Administered administered -> {
                line.put("action", cut(administered.action()));
                line.put("object", cut(administered.object()));
            }
            case AuditEvent.ConnectorTested tested -> {
                line.put("outcome", tested.outcome());
                line.put("upstreamSubject", cut(tested.upstreamSubject()));
            }
            case AuditEvent.GrantSkipped skipped -> {
                line.put("rulesOf", cut(skipped.rulesOf()));
                line.put("what", cut(skipped.what()));
                line.put("why", cut(skipped.why()));
            }
            case AuditEvent.GrantKept kept -> {
                line.put("rulesOf", cut(kept.rulesOf()));
                line.put("what", cut(kept.what()));
                line.put("until", kept.until().map(Instant::toString).orElse("over"));
            }
            case AuditEvent.ConfigurationChanged configuration -> line.put("what", cut(configuration.what()));
        }
    }

    private static void circumstances(Circumstances at, ObjectNode line) {
        line.put("address", at.address());
        at.relyingParty().ifPresent(id -> line.put("relyingParty", id.value()));
        at.connector().ifPresent(id -> line.put("connector", id.value()));
        at.user().ifPresent(id -> line.put("user", id.toString()));
        at.session().ifPresent(id -> line.put("session", id.toString()));
    }

    private void count(AuditEvent event) {
        Optional<String> reason = event instanceof AuditEvent.Refused refused
                ? Optional.of(refused.step() + "/" + refused.reason())
                : Optional.empty();
        meters.counter(
                        "vestibule.events",
                        "event",
                        kind(event),
                        "realm",
                        event.auditRealm().map(Object::toString).orElse(""),
                        "connector",
                        event.circumstances().connector().map(Object::toString).orElse(""),
                        "relying_party",
                        event.circumstances()
                                .relyingParty()
                                .map(Object::toString)
                                .orElse(""),
                        "reason",
                        reason.orElse(""))
                .increment();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
