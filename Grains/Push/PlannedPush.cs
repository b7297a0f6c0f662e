namespace ImOrleans.Grains.Push;

/// <summary>The decision about one waiting notification.</summary>
/// <param name="Waiting">As it is stored.</param>
/// <param name="UpTo">The newest entry that it covers. A later entry that comes meanwhile is decided anew.</param>
/// <param name="Request">For the provider; null when there is nothing to send.</param>
/// <param name="Rule">Why there is nothing to send; empty otherwise.</param>
internal sealed record PlannedPush(WaitingPush Waiting, long UpTo, PushRequest? Request, string Rule)
{
    /// <summary>Empty when nothing is sent.</summary>
    public string Id => Request?.Id ?? "";

    /// <summary>The entry that it is about.</summary>
    public long Seq => Request?.Seq ?? UpTo;

    public static PlannedPush Suppressed(WaitingPush waiting, string rule) => new(waiting, waiting.Seq, null, rule);
}
