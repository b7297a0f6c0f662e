namespace ImOrleans.Gateway.Delivery;

/// <summary>Sessions that ended, as this gateway learns of them: whoever remembers something of a session forgets it.</summary>
internal sealed class EndedSessions
{
    public event Action<string>? Ended;

    public void Tell(string sessionId) => Ended?.Invoke(sessionId);
}
