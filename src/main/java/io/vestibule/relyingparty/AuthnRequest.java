package io.vestibule.relyingparty;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a relying party asked for, checked and in neutral words.
 *
 * @param protocol which ProofIssuer answers
 * @param interactions what the relying party demands or forbids
 * @param scoping which upstreams may be asked, and how far
 * @param asks what it wants to know or do, in the words of consent ({@code profile}, {@code email}, {@code offline_access})
 * @param replyTo where the answer will go; pages allow their forms to lead there
 * @param memory what only this protocol needs to answer
 * @param scope where the proof is to say what the person may do
 */
public record AuthnRequest(
        RealmName realm,
        RelyingPartyId relyingParty,
        String protocol,
        RequestedContext context,
        Set<Interaction> interactions,
        Hints hints,
        Scoping scoping,
        Set<String> asks,
        URI replyTo,
        ProtocolMemory memory,
        ScopeWish scope) {
    public AuthnRequest {
        interactions = Set.copyOf(interactions);
        asks = Collections.unmodifiableSortedSet(new TreeSet<>(asks));
        if (interactions.contains(Interaction.PASSIVE) && interactions.size() > 1) {
            throw new IllegalArgumentException("passive excludes every other interaction"); // OIDC Core §3.1.2.1
        }
    }

    /** With any upstream. */
    public AuthnRequest(
            RealmName realm,
            RelyingPartyId relyingParty,
            String protocol,
            RequestedContext context,
            Set<Interaction> interactions,
            Hints hints,
            Set<String> asks,
            URI replyTo,
            ProtocolMemory memory) {
        this(realm, relyingParty, protocol, context, interactions, hints, Scoping.any(), asks, replyTo, memory);
    }

    /** Without roles. */
    public AuthnRequest(
            RealmName realm,
            RelyingPartyId relyingParty,
            String protocol,
            RequestedContext context,
            Set<Interaction> interactions,
            Hints hints,
            Scoping scoping,
            Set<String> asks,
            URI replyTo,
            ProtocolMemory memory) {
        this(
                realm,
                relyingParty,
                protocol,
                context,
                interactions,
                hints,
                scoping,
                asks,
                replyTo,
                memory,
                ScopeWish.none());
    }

    /** The same with another wish. */
    public AuthnRequest scoped(ScopeWish wish) {
        return new AuthnRequest(
                realm, relyingParty, protocol, context, interactions, hints, scoping, asks, replyTo, memory, wish);
    }

    /** The same, of somebody who says first which account they want to use. */
    public AuthnRequest choosingAccount() {
        Set<Interaction> more = EnumSet.of(Interaction.SELECT_ACCOUNT);
        more.addAll(interactions);
        return new AuthnRequest(
                realm, relyingParty, protocol, context, more, hints, scoping, asks, replyTo, memory, scope);
    }

    /** The same, of somebody who has to prove who they are, whoever knows them already. */
    public AuthnRequest provingAnew() {
        Set<Interaction> more = EnumSet.of(Interaction.FORCE_AUTHN);
        interactions.stream().filter(one -> one != Interaction.PASSIVE).forEach(more::add);
        return new AuthnRequest(
                realm, relyingParty, protocol, context, more, hints, scoping, asks, replyTo, memory, scope);
    }

    /** How much a person may or must be troubled. */
    public enum Interaction {
        /** Show nothing: answer now or refuse. */
        PASSIVE,
        /** Authenticate again, whatever the session. */
        FORCE_AUTHN,
        /** Ask for consent, whatever was remembered. */
        FORCE_CONSENT,
        /** Let the person choose the account. */
        SELECT_ACCOUNT
    }

    public boolean passive() {
        return interactions.contains(Interaction.PASSIVE);
    }

    public boolean demands(Interaction interaction) {
        return interactions.contains(interaction);
    }
}
