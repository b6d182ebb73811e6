package io.vestibule.records;

import io.vestibule.database.OtherNode;
import java.time.Clock;

/** The records of a second server on the database of the first. */
public final class RecordsOfOtherNode {
    private RecordsOfOtherNode() {}

    public static ExpiringRecords on(OtherNode node) {
        return new PostgresExpiringRecords(new ExpiringRecordRepository(node.statements()), Clock.systemUTC());
    }
}
