package io.vestibule.portal;

import io.vestibule.browser.BrowserCookie;
import java.util.Map;
import java.util.Optional;

/**
 * A page ready to be sent.
 *
 * @param headers what keeps it safe in a browser
 * @param languageCookie set when the person switched the language with this request
 */
record RenderedPage(String html, Map<String, String> headers, Optional<BrowserCookie> languageCookie) {}
