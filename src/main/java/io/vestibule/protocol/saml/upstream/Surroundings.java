package io.vestibule.protocol.saml.upstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.Sealer;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.protocol.saml.xml.Decryption;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.protocol.saml.xml.SoapBinding;
import io.vestibule.protocol.saml.xml.XmlReading;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import java.time.Clock;
import java.util.function.BiPredicate;
import javax.crypto.SecretKey;

/**
 * What the connectors of this room work with, the same for all of them.
 *
 * @param logoutIds what the IDs of LogoutRequests are made with
 * @param words whether something is a word of a realm for how strongly somebody signed in
 * @param strongWords whether it says that a second factor was shown
 */
record Surroundings(
        OpenSaml openSaml,
        XmlReading reading,
        Signatures signatures,
        Decryption decryption,
        SoapBinding soap,
        OutboundClient outbound,
        ExpiringRecords records,
        AuditLog audit,
        RandomTokens tokens,
        Sealer sealer,
        SecretKey logoutIds,
        BiPredicate<RealmName, String> words,
        BiPredicate<RealmName, String> strongWords,
        Clock clock) {}
