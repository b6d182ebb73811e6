package io.vestibule.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The database's files: made once, recognised ever after, configured afresh on every start. */
record PostgresCluster(Path folder, DatabaseAccount account, PostgresBinaries binaries) {
    static final String ROLE = "vestibule";

    /** Loopback alone, one role alone, by password alone. The superuser has no way in while the server runs. */
    private static final String ACCESS = """
            # Written at every start.
            host  all  %s  127.0.0.1/32  scram-sha-256
            """.formatted(ROLE);

    private static final String SETTINGS = """
            # Written at every start. Your own settings go into local.conf beside this file.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            # An acknowledged login must outlive kill -9 and a power cut.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            # One server of our own is the only client: a pool of 20, the command line, and the benchmark.
            max_connections = 40
            # Small rows by key: the defaults for reports and replicas cost start-up time and memory here.
            shared_buffers = 64MB
            jit = off
            # The password is 256 random bits: stretching it protects nothing, and every connection would pay for it.
            scram_iterations = 1
            io_method = sync
            wal_level = minimal
            max_wal_senders = 0
            max_logical_replication_workers = 0
            max_worker_processes = 2
            max_parallel_workers_per_gather = 0
            autovacuum_max_workers = 2
            min_wal_size = 32MB
            max_wal_size = 256MB
            # A transaction that its owner forgot must not hold locks for ever.
            idle_in_transaction_session_timeout = '2min'
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] '
            log_checkpoints = off
            include = 'local.conf'
            """;

    boolean exists() {
        return Files.isDirectory(folder);
    }

    void refuseOtherMajorVersion() throws IOException {
        String made = Files.readString(folder.resolve("PG_VERSION")).strip();
        String carried = binaries.majorVersion();
        if (!made.equals(carried)) {
            throw new StartRefusal("The database in " + folder + " was made by PostgreSQL " + made
                    + " and this release carries " + carried + ": start the previous release, export with pg_dump "
                    + made
                    + ", move the folder aside, start this release and import.");
        }
    }

    /** Made under another name and renamed when whole, so that an interrupted first start leaves nothing to trip over. */
    void make(String password) throws IOException {
        PostgresCluster unfinished =
                new PostgresCluster(folder.resolveSibling("cluster.unfinished"), account, binaries);
        PostgresBinaries.deleteTree(unfinished.folder());
        Files.createDirectory(unfinished.folder());
        account.own(unfinished.folder());
        unfinished.initialise();
        unfinished.configure();
        unfinished.alone(
                "postgres",
                "CREATE ROLE " + ROLE + " LOGIN CREATEDB PASSWORD '" + password + "';\n" + "CREATE DATABASE " + ROLE
                        + " OWNER " + ROLE + ";\n");
        Files.move(unfinished.folder(), folder, StandardCopyOption.ATOMIC_MOVE);
    }

    void changePassword(String password) {
        alone("postgres", "ALTER ROLE " + ROLE + " PASSWORD '" + password + "';\n");
    }

    /** A server that outlived the process that started it is stopped in order; a file that outlived its server goes. */
    void stopLeftover(Progress progress) throws IOException {
        Optional<Postmaster> recorded = Postmaster.recordedIn(folder);
        if (recorded.isEmpty()) {
            return;
        }
        long pid = recorded.get().pid();
        switch (recorded.get().holder(folder)) {
            case OURS ->
                progress.during("Stopping the database that an earlier run left (process " + pid + ")", () -> {
                    must(
                            "pg_ctl stop",
                            account.command(
                                    binaries.program("pg_ctl").toString(),
                                    "stop",
                                    "--silent",
                                    "--mode=fast",
                                    "--wait",
                                    "--pgdata=" + folder),
                            "");
                    return pid;
                });
            // PostgreSQL goes by the number alone and would refuse. Its shared memory still guards against a real
            // other.
            case STRANGER, DEAD -> Files.deleteIfExists(Postmaster.file(folder));
            case UNKNOWN ->
                throw new StartRefusal("Process " + pid + " may be a database on " + folder + ": stop it, or remove "
                        + Postmaster.file(folder) + " if it is something else.");
            case GONE -> {
                // PostgreSQL recognises and recovers from this by itself.
            }
        }
    }

    void configure() throws IOException {
        write("postgresql.conf", SETTINGS);
        write("pg_hba.conf", ACCESS);
        if (!Files.exists(folder.resolve("local.conf"))) {
            write("local.conf", "# Your own settings; they override those of postgresql.conf.\n");
        }
    }

    private void initialise() {
        must(
                "initdb",
                account.command(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + folder,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--wal-segsize=4",
                        "--no-instructions"),
                "");
    }

    /**
     * Single-user mode: the superuser without a password, possible only while nobody else is in. A failing statement is
     * not repeated in the log, because it may hold the password.
     */
    private void alone(String database, String sql) {
        must(
                "single-user mode",
                account.command(
                        binaries.program("postgres").toString(),
                        "--single",
                        "-D",
                        folder.toString(),
                        "-c",
                        "exit_on_error=true",
                        "-c",
                        "log_min_error_statement=panic",
                        database),
                sql);
    }

    private void must(String what, List<String> command, String input) {
        Commands.Outcome outcome = Commands.run(command, binaries.home(), input);
        if (!outcome.succeeded()) {
            throw new StartRefusal("PostgreSQL's " + what + " failed in " + folder + ": " + outcome.lastLine());
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        account.own(file);
    }
}
