namespace ImOrleans.Silo.Storage.Postgres;

/// <summary>
/// The tables of Orleans' AdoNet providers and the statements that they run. The providers read the statements from <c>OrleansQuery</c> by
/// key, and give them parameters by name. Keys, names of parameters and names of columns in an answer belong to the providers; the
/// statements are ours.
/// </summary>
/// <remarks>
/// Versions are drawn, not counted: a row that is deleted and made again must not get a version that an old activation holds.
/// </remarks>
internal static class OrleansTables
{
    private const string NextVersion = "1 + floor(random() * 2147483646)::int";

    /// <summary>Of the row <c>old</c>: never the same again.</summary>
    private const string AnotherVersion = "((old.version::bigint + floor(random() * 2147483640)::bigint) % 2147483647 + 1)::int";

    private const string Tables =
        """
        CREATE TABLE OrleansQuery (
            QueryKey varchar(64) PRIMARY KEY,
            QueryText text NOT NULL
        );
        CREATE TABLE grain_states (
            grain_id text COLLATE "C" NOT NULL,
            state_name text COLLATE "C" NOT NULL,
            service_id text COLLATE "C" NOT NULL,
            version int NOT NULL,
            data bytea NOT NULL,
            PRIMARY KEY (grain_id, state_name, service_id)
        );
        CREATE TABLE reminders (
            service_id text COLLATE "C" NOT NULL,
            grain_hash int NOT NULL,
            grain_id text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            start_at timestamptz NOT NULL,
            period_ms bigint NOT NULL,
            version int NOT NULL,
            PRIMARY KEY (service_id, grain_id, name)
        );
        CREATE INDEX reminders_by_hash ON reminders (service_id, grain_hash);
        CREATE TABLE memberships (
            cluster_id text COLLATE "C" PRIMARY KEY,
            version int NOT NULL DEFAULT 0
        );
        CREATE TABLE members (
            cluster_id text COLLATE "C" NOT NULL,
            address text COLLATE "C" NOT NULL,
            port int NOT NULL,
            generation int NOT NULL,
            silo_name text NOT NULL,
            host_name text NOT NULL,
            status int NOT NULL,
            proxy_port int,
            suspect_times text,
            started_at timestamptz NOT NULL,
            alive_at timestamptz NOT NULL,
            PRIMARY KEY (cluster_id, address, port, generation)
        );
        """;

    public static PostgresStep Step { get; } = new(
        Tables + string.Concat(States().Concat(Reminders()).Concat(Membership()).Select(Insert)),
        "orleansquery",
        "grain_states",
        "reminders",
        "memberships",
        "members");

    private static string Insert((string Key, string Sql) query) =>
        $"INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('{query.Key}', $query${query.Sql}$query$);\n";

    /// <summary>The provider is given the whole id of the grain as its key, see <see cref="PostgresGrainStorage"/>.</summary>
    private static IEnumerable<(string Key, string Sql)> States()
    {
        const string Row = "grain_id = @GrainIdExtensionString AND state_name = @GrainTypeString AND service_id = @ServiceId";
        yield return ("ReadFromStorageKey", $"SELECT data AS PayloadBinary, version AS Version FROM grain_states WHERE {Row}");
        yield return (
            "WriteToStorageKey",
            $"""
            WITH changed AS (
                UPDATE grain_states old SET version = {AnotherVersion}, data = @PayloadBinary
                WHERE {Row} AND version = @GrainStateVersion::int
                RETURNING version
            ), added AS (
                INSERT INTO grain_states (grain_id, state_name, service_id, version, data)
                SELECT @GrainIdExtensionString, @GrainTypeString, @ServiceId, {NextVersion}, @PayloadBinary
                WHERE @GrainStateVersion::int IS NULL
                ON CONFLICT DO NOTHING
                RETURNING version
            )
            SELECT version AS NewGrainStateVersion FROM changed UNION ALL SELECT version FROM added
            """);

        // The provider only looks at whether there is an answer that differs from the version that it gave.
        string delete = $"DELETE FROM grain_states WHERE {Row} AND version = @GrainStateVersion::int RETURNING -1";
        yield return ("DeleteStorageKey", delete);
        yield return ("ClearStorageKey", delete);
    }

    /// <summary>Hashes are compared as the provider compares them: as signed numbers.</summary>
    private static IEnumerable<(string Key, string Sql)> Reminders()
    {
        const string Select =
            "SELECT grain_id AS GrainId, name AS ReminderName, start_at AS StartTime, period_ms AS Period, version AS Version "
            + "FROM reminders WHERE service_id = @ServiceId";
        const string Row = "service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName";
        yield return ("ReadReminderRowsKey", $"{Select} AND grain_id = @GrainId");
        yield return ("ReadReminderRowKey", $"{Select} AND grain_id = @GrainId AND name = @ReminderName");
        yield return ("ReadRangeRows1Key", $"{Select} AND grain_hash > @BeginHash AND grain_hash <= @EndHash");
        yield return ("ReadRangeRows2Key", $"{Select} AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)");
        yield return (
            "UpsertReminderRowKey",
            $"""
            INSERT INTO reminders AS old (service_id, grain_hash, grain_id, name, start_at, period_ms, version)
            VALUES (@ServiceId, @GrainHash, @GrainId, @ReminderName, @StartTime, @Period, {NextVersion})
            ON CONFLICT (service_id, grain_id, name) DO UPDATE SET
                start_at = @StartTime, period_ms = @Period, version = {AnotherVersion}
            RETURNING version AS Version
            """);
        yield return (
            "DeleteReminderRowKey",
            $"WITH gone AS (DELETE FROM reminders WHERE {Row} AND version = @Version RETURNING 1) SELECT EXISTS (SELECT FROM gone)");
        yield return ("DeleteReminderRowsKey", "DELETE FROM reminders WHERE service_id = @ServiceId");
    }

    /// <summary>Each change of a member counts the version of the whole table, whose row is its lock.</summary>
    private static IEnumerable<(string Key, string Sql)> Membership()
    {
        const string Row = "cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";
        const string Select =
            """
            SELECT m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName, m.host_name AS HostName,
                m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes, m.started_at AS StartTime,
                m.alive_at AS IAmAliveTime, t.version AS Version
            FROM memberships t LEFT JOIN members m ON m.cluster_id = t.cluster_id
            """;
        const string Count = "UPDATE memberships SET version = version + 1 WHERE cluster_id = @DeploymentId AND version = @Version";
        yield return ("MembershipReadAllKey", $"{Select} WHERE t.cluster_id = @DeploymentId");
        yield return (
            "MembershipReadRowKey",
            $"{Select} AND m.address = @Address AND m.port = @Port AND m.generation = @Generation WHERE t.cluster_id = @DeploymentId");
        yield return (
            "GatewaysQueryKey",
            "SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM members "
            + "WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0");
        yield return (
            "InsertMembershipVersionKey",
            """
            WITH added AS (INSERT INTO memberships (cluster_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT EXISTS (SELECT FROM added)
            """);
        yield return (
            "InsertMembershipKey",
            $"""
            WITH counted AS (
                {Count} AND NOT EXISTS (SELECT FROM members WHERE {Row}) RETURNING 1
            ), added AS (
                INSERT INTO members
                    (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                FROM counted
                RETURNING 1
            )
            SELECT EXISTS (SELECT FROM added)
            """);
        yield return (
            "UpdateMembershipKey",
            $"""
            WITH counted AS (
                {Count} AND EXISTS (SELECT FROM members WHERE {Row}) RETURNING 1
            ), changed AS (
                UPDATE members SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
                WHERE {Row} AND EXISTS (SELECT FROM counted)
                RETURNING 1
            )
            SELECT EXISTS (SELECT FROM changed)
            """);
        yield return ("UpdateIAmAlivetimeKey", $"UPDATE members SET alive_at = @IAmAliveTime WHERE {Row}");
        yield return (
            "DeleteMembershipTableEntriesKey",
            "WITH gone AS (DELETE FROM members WHERE cluster_id = @DeploymentId) DELETE FROM memberships WHERE cluster_id = @DeploymentId");
        yield return (
            "CleanupDefunctSiloEntriesKey",
            "DELETE FROM members WHERE cluster_id = @DeploymentId AND status = 6 "
            + "AND started_at < @IAmAliveTime AND alive_at < @IAmAliveTime");
        yield return (
            "CleanupDefunctSiloEntryKey",
            $"""
            DELETE FROM members WHERE {Row} AND status = 6 AND started_at = @StartTime AND alive_at = @IAmAliveTime
            AND suspect_times IS NOT DISTINCT FROM @SuspectTimes::text
            """);
    }
}
