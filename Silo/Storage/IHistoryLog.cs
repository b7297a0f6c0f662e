namespace ImOrleans.Silo.Storage;

/// <summary>The message log as the store that leads the history.</summary>
internal interface IHistoryLog
{
    IStoreFacts Facts { get; }

    /// <summary>Makes sure that the log and the other stores are of one history.</summary>
    /// <exception cref="ServiceDefaults.Startup.StartupException">They are not.</exception>
    Task JoinAsync(params IStoreFacts[] others);
}
