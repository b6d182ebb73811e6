package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Extra;
import io.vestibule.identity.Secret;
import java.util.Optional;

/** A program that may ask users for access, RFC 5849's client. */
record Consumer(String id, Optional<String> description, Secret secret, Extra extra) {}
