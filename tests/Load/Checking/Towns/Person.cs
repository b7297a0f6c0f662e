using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>A user of this run.</summary>
internal sealed class Person(int number, string username, string userId, Accounts accounts)
{
    private readonly List<Talk> talks = [];

    public int Number => number;

    public string UserId => userId;

    /// <summary>Where this user may send; also groups that this user was removed from meanwhile, to be refused there.</summary>
    public IReadOnlyList<Talk> Talks => talks;

    public Device[] Devices { get; set; } = [];

    /// <summary>A session that no device uses: it changes members and reads everything back.</summary>
    public required Session Desk { get; init; }

    public Session NewSession(string name) => new(accounts, username, name);

    public void Enter(Talk talk) => talks.Add(talk);
}
