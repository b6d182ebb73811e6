package io.vestibule.relyingparty;

/**
 * A device without a browser, for which a person signs in elsewhere.
 *
 * @param code which it shows
 * @param address where its request came from, and {@code userAgent} what it called itself: for the person to compare, and never
 *     believed
 */
public record WaitingDevice(String code, String address, String userAgent) {}
