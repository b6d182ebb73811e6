package io.vestibule.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import io.vestibule.identity.Secret;
import io.vestibule.login.view.EnrolView;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an app reads off the picture is what it is to be given. */
class QrCodeTest {
    private static final int QUIET = 4;
    private static final Pattern SIDE = Pattern.compile("viewBox=\"0 0 (\\d+) \\1\"");
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");

    @Test
    void thePictureHoldsTheAddressOfTheSeed() throws Exception {
        EnrolView.Seed seed = new EnrolView.Seed(
                "Zürich Observatory", "ada@example.org", new Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"));
        String svg = QrCode.picture(seed).getValue();
        assertThat(new Decoder().decode(modules(svg)).getText())
                .isEqualTo(seed.address())
                .isEqualTo("otpauth://totp/Z%C3%BCrich%20Observatory:ada%40example.org"
                        + "?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Z%C3%BCrich%20Observatory");
    }

    /** Dark where a run of the path lies, and nothing dark in the margin. */
    private static BitMatrix modules(String svg) {
        int side = Integer.parseInt(
                        SIDE.matcher(svg).results().findFirst().orElseThrow().group(1))
                - 2 * QUIET;
        BitMatrix modules = new BitMatrix(side);
        for (MatchResult run : RUN.matcher(svg).results().toList()) {
            int from = Integer.parseInt(run.group(1)) - QUIET;
            modules.setRegion(from, Integer.parseInt(run.group(2)) - QUIET, Integer.parseInt(run.group(3)), 1);
        }
        return modules;
    }
}
