namespace ImOrleans.Protocol.Hubs;

/// <summary>The state of one connection, which a client reports with <c>ReportState</c>.</summary>
public static class ConnectionState
{
    /// <summary>Somebody may be looking. So is every connection until it says otherwise.</summary>
    public const string Foreground = "foreground";

    /// <summary>The application still runs, but shows nothing, and may be frozen at any moment.</summary>
    public const string Background = "background";
}
