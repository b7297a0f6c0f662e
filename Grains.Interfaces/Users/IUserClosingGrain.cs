namespace ImOrleans.Grains.Users;

/// <summary>The end of a user's index when the account is deleted. The user grain of the same key implements it.</summary>
[Alias("im.user-closing-grain")]
public interface IUserClosingGrain : IGrainWithStringKey
{
    /// <summary>From now on <see cref="IUserGrain.Join"/> is refused with <see cref="ErrorCode.UnknownUser"/>. Idempotent.</summary>
    /// <returns>At most so many conversations in which the user still is: leave them, then ask again.</returns>
    [Alias("Close"), ResponseTimeout("00:00:05")]
    Task<string[]> Close(int limit);

    /// <summary>
    /// After <see cref="Close"/>: the conversations in which the user is or was, as far as the index has kept them, in ordinal order.
    /// </summary>
    /// <param name="after">Empty for the beginning, then the last id of the last answer.</param>
    [Alias("Known"), ResponseTimeout("00:00:05")]
    Task<string[]> Known(string after, int limit);

    /// <summary>Clears the index and the settings of a user who is in no conversation any more. Idempotent.</summary>
    [Alias("Clear"), ResponseTimeout("00:00:05")]
    Task Clear();
}
