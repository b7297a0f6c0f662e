namespace ImOrleans.Grains.Users;

/// <summary>The one sequence of a user. Every change on every shelf takes the next number as its stamp, so that one cursor names a state of all shelves.</summary>
internal sealed class UserClock
{
    /// <summary>The newest stamp.</summary>
    public long Now { get; private set; }

    public long Next() => ++Now;

    /// <summary>Goes on above a stamp that was stored.</summary>
    public void Pass(long stamp) => Now = Math.Max(Now, stamp);
}
