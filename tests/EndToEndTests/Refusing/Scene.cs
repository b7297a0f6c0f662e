using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>Ann and Bob with a conversation and a group, in which something was said, and Eve, who is in neither.</summary>
public sealed record Scene(Person AnnHerself, Device Ann, Connection Bob, Device Eve, string Direct, GroupReply Group) : IAsyncDisposable
{
    /// <summary>Puts ids of the scene into the places that the OpenAPI document names.</summary>
    public string Fill(string path) => path
        .Replace("/conversations/{id}", $"/conversations/{Direct}", StringComparison.Ordinal)
        .Replace("/groups/{id}", $"/groups/{Group.GroupId}", StringComparison.Ordinal)
        .Replace("/users/{id}", $"/users/{Bob.Device.UserId}", StringComparison.Ordinal)
        .Replace("{userId}", Bob.Device.UserId, StringComparison.Ordinal)
        .Replace("{deviceId}", "no-such-device", StringComparison.Ordinal)
        .TrimStart('/');

    public static async Task<Scene> SetAsync(SiloProcess silo)
    {
        Person[] people = await Person.RegisterAsync(silo, 3);
        Device ann = await people[0].SignInAsync();
        Connection bob = await people[1].ConnectAsync();
        string direct = await ann.OpenDirectAsync(people[1].UserId);
        GroupReply group = await ann.CreateGroupAsync("Scene", people[1].UserId);
        await bob.SayAsync(direct, "secret");
        await bob.SayAsync(group.ConversationId, "secret");
        return new Scene(people[0], ann, bob, await people[2].SignInAsync(), direct, group);
    }

    /// <summary>Nothing was stored, and well-behaved connections go on.</summary>
    public async Task EnsureUnmovedAsync()
    {
        Assert.Equal(1, (await Bob.HistoryAsync(Direct)).Head);
        Assert.Equal(2, (await Bob.HistoryAsync(Group.ConversationId)).Head);
        Assert.Equal(2, (await Ann.MembersAsync(Group)).Items.Length);
        Assert.True(Bob.IsOpen);
        Assert.False((await Bob.SayAsync(await Bob.Device.OpenDirectAsync(Bob.Device.UserId), "still here")).Duplicate);
    }

    public ValueTask DisposeAsync() => Bob.DisposeAsync();
}
