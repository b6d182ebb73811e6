package io.vestibule.portal;

/**
 * A further page of the account, found by CDI: it stands in the list of the account's first page. Its texts are
 * {@code account_section_ID} and {@code account_section_ID_hint}, its address {@code account/ID}.
 */
interface AccountSection {
    String id();
}
