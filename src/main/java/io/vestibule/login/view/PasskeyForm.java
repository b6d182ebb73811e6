package io.vestibule.login.view;

import java.net.URI;

/**
 * What script needs to let a browser use or make a passkey: field {@code response} is posted. Without script it is not shown.
 *
 * @param action where it is posted
 * @param options for {@code navigator.credentials}, as JSON with bytes in base64url (WebAuthn Level 3 §5.1.8)
 */
public record PasskeyForm(URI action, String options) {}
