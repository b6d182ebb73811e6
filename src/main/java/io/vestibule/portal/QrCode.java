package io.vestibule.portal;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.vestibule.login.view.DeviceCodeView;
import io.vestibule.login.view.EnrolView;

/**
 * The picture that an authenticator app scans, {@code {page.seed.picture}}, or a telephone. Drawn here, so that nobody else learns
 * the seed.
 */
@TemplateExtension
final class QrCode {
    private static final int QUIET = 4; // modules of white around it (ISO/IEC 18004 §6.3.8)

    private QrCode() {}

    /** Only the shapes: the words around it are the template's. */
    static RawString picture(EnrolView.Seed seed) {
        return new RawString(svg(seed.address()));
    }

    /** For a telephone to open the same page. */
    static RawString picture(DeviceCodeView.Elsewhere elsewhere) {
        return new RawString(svg(elsewhere.address().toString()));
    }

    static String svg(String text) {
        ByteMatrix modules = modules(text);
        int side = modules.getWidth() + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int from = x;
                while (x < modules.getWidth() && modules.get(x, y) == 1) {
                    x++;
                }
                if (x > from) {
                    path.append('M').append(from + QUIET).append(' ').append(y + QUIET);
                    path.append('h')
                            .append(x - from)
                            .append("v1h-")
                            .append(x - from)
                            .append('z');
                }
            }
        }
        return "<svg class=\"qr\" viewBox=\"0 0 " + side + " " + side + "\" aria-hidden=\"true\" focusable=\"false\">"
                + "<path class=\"paper\" d=\"M0 0h" + side + "v" + side + "H0z\"/><path d=\"" + path + "\"/></svg>";
    }

    private static ByteMatrix modules(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalStateException("names are cut before they are put into a picture", tooLong);
        }
    }
}
