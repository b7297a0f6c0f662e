using ImOrleans.EndToEndTests.People;

namespace ImOrleans.EndToEndTests.Presence;

/// <summary>Waits until a user is online.</summary>
internal static class Watchers
{
    /// <summary>Whether the watch already said so or a push does.</summary>
    public static async Task ReceivesOnlineAsync(this Connection watcher, string userId)
    {
        if (!(await watcher.WatchAsync(userId))[0].Online)
        {
            await watcher.ReceivesAsync<CameOrWent>(news => news.UserId == userId && news.Online);
        }
    }
}
