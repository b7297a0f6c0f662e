using ImOrleans.Grains.Calls;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// A user may have missed entries. First the user is reported to the silos again, because they push nothing before that. Then each
/// connection is asked to check its heads.
/// </summary>
internal sealed partial class HeadChecks(ChatConnections connections, ConnectionReports reports, ILogger<HeadChecks> logger)
{
    public async Task Check(string userId)
    {
        try
        {
            await reports.Report(userId);
        }
        catch (Exception error)
        {
            // The next round repeats this. A question of the connection itself may still be answered.
            LogFailure(userId, error.Message, error.Unexpected);
        }

        Ask(userId);
    }

    /// <summary>Each connection of the user compares its heads.</summary>
    public void Ask(string userId) => Array.ForEach(connections.OfUser(userId), connection => connection.Write(ClientFrames.CheckHeads));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connections of user {UserId} could not be reported to the silos. The next round reports them again. {Reason}")]
    private partial void LogFailure(string userId, string reason, Exception? error);
}
