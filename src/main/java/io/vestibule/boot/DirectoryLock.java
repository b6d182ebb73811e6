package io.vestibule.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One process owns a data directory. The kernel drops the lock with the process, however it ended, so there is no stale
 * lock to clear; the text inside only names the holder for the one who was refused.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path file) throws IOException {
        FileChannel channel = open(file);
        try {
            if (lockOf(channel) == null) {
                throw new StartRefusal("The data directory " + file.getParent() + " is in use by " + holder(file)
                        + ". Stop that server first, or set VESTIBULE_DATA_DIR to another directory.");
            }
            byte[] text = ("process " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text), 0);
            return new DirectoryLock(channel);
        } catch (StartRefusal | IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether some process holds the lock now; takes nothing for longer than the question. */
    static boolean held(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = open(file)) {
            return lockOf(channel) == null;
        }
    }

    static String holder(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.isEmpty() ? "another process" : text;
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            throw new StartRefusal(
                    "No permission to write " + file + ": start as the user that started it before" + " (owner "
                            + Files.getOwner(file.getParent()) + "), or set VESTIBULE_DATA_DIR.",
                    e);
        }
    }

    private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
