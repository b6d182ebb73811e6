package io.vestibule.portal;

import io.quarkus.qute.TemplateExtension;
import io.vestibule.account.Device;
import io.vestibule.login.view.ConsentView;

/** What a waiting device calls itself, in words of ours: its own could say anything. {@code {page.device.get.program}} */
@TemplateExtension
final class Programs {
    private Programs() {}

    static Device program(ConsentView.Device device) {
        return Device.of(device.userAgent());
    }
}
