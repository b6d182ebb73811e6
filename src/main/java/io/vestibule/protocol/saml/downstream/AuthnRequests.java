package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.UserId;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import io.vestibule.relyingparty.Hints;
import io.vestibule.relyingparty.RequestedContext;
import io.vestibule.relyingparty.Scoping;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.Subject;

/** Says in neutral words what a request that broke no rule asks for. */
@ApplicationScoped
class AuthnRequests {
    private static final int LONGEST_NAME = 256;

    private final AskedScoping scoping;
    private final PairwiseIds pairwise;

    AuthnRequests(AskedScoping scoping, PairwiseIds pairwise) {
        this.scoping = scoping;
        this.pairwise = pairwise;
    }

    AuthnRequest of(Asked asked) {
        List<String> classes = AskedContext.classes(asked).orElseThrow();
        Optional<Partner.AttributeSet> attributes = asked.party()
                .partner()
                .attributes(Optional.ofNullable(asked.message().getAttributeConsumingServiceIndex()));
        Optional<String> subject = subject(asked);
        SamlMemory memory = new SamlMemory(
                Optional.of(asked.message().getID()),
                asked.consumer().binding(),
                asked.relayState(),
                AskedName.format(asked),
                subject,
                classes,
                attributes.map(Partner.AttributeSet::index));
        return neutral(
                asked.party(),
                asked.consumer(),
                AskedContext.neutral(asked, classes),
                interactions(asked),
                hints(asked.party(), subject),
                scoping.of(asked),
                attributes,
                memory);
    }

    /** For a service provider that has not asked. */
    AuthnRequest unasked(ServiceProvider party, Consumer consumer, Optional<String> relayState) {
        Optional<Partner.AttributeSet> attributes = party.partner().attributes(Optional.empty());
        SamlMemory memory = new SamlMemory(
                Optional.empty(),
                consumer.binding(),
                relayState,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                attributes.map(Partner.AttributeSet::index));
        return neutral(
                party, consumer, RequestedContext.any(), Set.of(), Hints.none(), Scoping.any(), attributes, memory);
    }

    /** Enough to answer {@code asked} with a refusal, whatever is wrong with the rest. */
    AuthnRequest refusable(Asked asked) {
        AuthnRequest plain = unasked(asked.party(), asked.consumer(), asked.relayState());
        SamlMemory memory = SamlMemory.unpacked(plain.memory());
        return new AuthnRequest(
                plain.realm(),
                plain.relyingParty(),
                plain.protocol(),
                plain.context(),
                plain.interactions(),
                plain.hints(),
                plain.asks(),
                plain.replyTo(),
                new SamlMemory(
                                Optional.of(asked.message().getID()),
                                memory.binding(),
                                memory.relayState(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty())
                        .packed());
    }

    private static AuthnRequest neutral(
            ServiceProvider party,
            Consumer consumer,
            RequestedContext context,
            Set<Interaction> interactions,
            Hints hints,
            Scoping scoping,
            Optional<Partner.AttributeSet> attributes,
            SamlMemory memory) {
        return new AuthnRequest(
                party.realm().name(),
                party.id(),
                SamlProofIssuer.PROTOCOL,
                context,
                interactions,
                hints,
                scoping,
                ReleasedAttributes.asks(party, attributes),
                consumer.url(),
                memory.packed(),
                party.saml().scopeWish());
    }

    private static Set<Interaction> interactions(Asked asked) {
        Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        if (asked.passive()) {
            interactions.add(Interaction.PASSIVE);
        }
        if (asked.forceAuthn()) {
            interactions.add(Interaction.FORCE_AUTHN);
        }
        return interactions;
    }

    private static Optional<String> subject(Asked asked) {
        return Optional.ofNullable(asked.message().getSubject())
                .map(Subject::getNameID)
                .map(NameID::getValue)
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME);
    }

    /** A persistent NameID of ours says who it must be; any other is a name to fill in, and looked at again in the end. */
    private Hints hints(ServiceProvider party, Optional<String> subject) {
        Optional<UserId> person = subject.flatMap(name -> pairwise.user(party, name));
        return new Hints(
                person.isPresent() ? Optional.empty() : subject, Optional.empty(), Optional.empty(), person, List.of());
    }
}
