using ImOrleans.Grains.Calls;

namespace ImOrleans.Gateway.Delivery;

/// <summary>
/// A user may have missed something: first the silos are told again that the user is here, because until then nothing is pushed; then each
/// connection is asked to look.
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
            // The next round repeats it. What the connection asks for itself may yet be answered.
            LogFailure(userId, error.Message, error.Unexpected);
        }

        Ask(userId);
    }

    /// <summary>Each connection of the user compares its heads.</summary>
    public void Ask(string userId) => Array.ForEach(connections.OfUser(userId), connection => connection.Write(ClientFrames.CheckHeads));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connections of user {UserId} could not be reported to the silos. The next round reports them again. {Reason}")]
    private partial void LogFailure(string userId, string reason, Exception? error);
}
