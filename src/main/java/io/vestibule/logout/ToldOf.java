package io.vestibule.logout;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.logout.OwedNotices.Notice;
import io.vestibule.relyingparty.LogoutNotice;

/** What the audit log says of one attempt to tell somebody. */
final class ToldOf {
    private ToldOf() {}

    static AuditEvent event(Notice notice, LogoutNotice outcome) {
        return new AuditEvent.LogoutTold(
                notice.realm(),
                told(notice).of(notice.session().user()).in(notice.session().id()),
                notice.protocol(),
                word(outcome),
                outcome instanceof LogoutNotice.StillOwed owed ? owed.detail() : "");
    }

    private static Circumstances told(Notice notice) {
        Circumstances us = Circumstances.from("");
        return notice.protocol().equals(LogoutReport.UPSTREAM)
                ? us.by(new ConnectorId(notice.relyingParty().value()))
                : us.at(notice.relyingParty());
    }

    private static String word(LogoutNotice outcome) {
        return switch (outcome) {
            case LogoutNotice.Done done -> "done";
            case LogoutNotice.ViaBrowser viaBrowser -> "via-browser";
            case LogoutNotice.InFrame inFrame -> "in-frame";
            case LogoutNotice.Unconfirmed unconfirmed -> "unconfirmed";
            case LogoutNotice.TokensAlone alone -> "tokens-over";
            case LogoutNotice.Unsupported unsupported -> "unsupported";
            case LogoutNotice.StillOwed owed -> "failed";
        };
    }
}
