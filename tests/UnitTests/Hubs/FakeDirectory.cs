using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using Microsoft.Extensions.Options;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>A directory that has everybody whose id it is asked for, but those whom a test leaves out.</summary>
internal sealed class FakeDirectory
{
    private static readonly IOptions<GatewayOptions> Settings = Options.Create(new GatewayOptions { RetryFor = TimeSpan.Zero });

    public FakeDirectory()
    {
        IUserSearchGrain search = FakeGrains.Of<IUserSearchGrain>((_, arguments) => Find((string[])arguments[0]!));
        Users = new KnownUsers(FakeGrains.Factory(search), new Retries(TimeProvider.System, Settings, new SiloLosses(isApart: false)), Settings);
    }

    public KnownUsers Users { get; }

    public HashSet<string> Missing { get; } = [];

    /// <summary>No question is answered before this is done.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    private async Task<UserProfile[]> Find(string[] userIds)
    {
        await Held;
        return [.. userIds.Where(id => !Missing.Contains(id)).Select(id => new UserProfile { UserId = id, Username = id, DisplayName = id })];
    }
}
