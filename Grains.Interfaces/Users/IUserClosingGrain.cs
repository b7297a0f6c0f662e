namespace ImOrleans.Grains.Users;

/// <summary>The end of a user's index when the account is deleted. The user grain of the same key implements it.</summary>
[Alias("im.user-closing-grain")]
public interface IUserClosingGrain : IGrainWithStringKey
{
    /// <summary>
    /// From now on <see cref="IUserGrain.Join"/> is refused with <see cref="ErrorCode.UnknownUser"/>. When the user is in no conversation
    /// any more, the index and the settings are cleared. Idempotent.
    /// </summary>
    /// <returns>At most so many conversations in which the user still is: leave them, then ask again.</returns>
    [Alias("Close"), ResponseTimeout("00:00:05")]
    Task<string[]> Close(int limit);
}
