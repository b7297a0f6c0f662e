namespace ImOrleans.Protocol.Hubs;

/// <summary>The state of one connection, which a client reports with <c>ReportState</c>.</summary>
public static class ConnectionState
{
    /// <summary>The user may be looking. A connection is in the foreground until it reports another state.</summary>
    public const string Foreground = "foreground";

    /// <summary>The application still runs, but shows nothing, and may be frozen at any moment.</summary>
    public const string Background = "background";
}
