using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Known;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class KnowingIdsTests
{
    private static readonly IOptions<GatewayOptions> Settings = Options.Create(new GatewayOptions { MaxKnownConversations = 1_000, MaxKnownUsers = 1_000 });

    private readonly HashSet<string> there = [];
    private readonly List<string[]> asked = [];

    [Fact]
    public async Task The_index_is_asked_once_for_what_it_has_and_each_time_for_what_it_has_not()
    {
        KnownConversations known = Conversations();
        await EnsureUnknown(known, "g:one");
        await EnsureUnknown(known, "g:one");
        there.Add("g:one");
        await known.OfAsync("ann", "g:one");
        await known.OfAsync("ann", "g:one");
        await known.OfGroupAsync("ann", "one");
        Assert.Equal(3, asked.Count);

        there.Clear();
        await EnsureUnknown(known, "g:one", "bob");
    }

    [Fact]
    public async Task A_conversation_that_its_user_just_opened_is_known_without_a_question()
    {
        KnownConversations known = Conversations();
        known.Add("ann", "d:ann:bob");
        await known.OfAsync("ann", "d:ann:bob");
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Users_are_asked_for_in_one_batch_and_only_those_who_are_not_known_yet()
    {
        there.UnionWith(["ann", "bob", "carl"]);
        KnownUsers known = Users();
        Assert.Equal(["bob", "ann"], await known.AmongAsync(["bob", "nobody", "ann"]));
        Assert.Equal(["ann", "bob", "carl"], await known.AmongAsync(["ann", "bob", "carl"]));
        Assert.Equal([["ann", "bob", "nobody"], ["carl"]], asked.Select(ids => ids.Order().ToArray()));

        await known.EnsureAllAsync(["ann", "ann", "bob"]);
        Assert.Equal(2, asked.Count);
        Assert.Equal(ErrorCode.UnknownUser, (await Assert.ThrowsAsync<ImException>(async () => await known.EnsureAllAsync(["ann", "nobody"]))).Code);
        there.Add("nobody");
        await known.EnsureAsync("nobody");
    }

    [Fact]
    public async Task The_cache_is_bounded_and_used_items_stay()
    {
        Recent<string, string> recent = new(100);
        recent.Add("used", "used");
        for (int i = 0; i < 1_000; i++)
        {
            recent.Add($"{i}", "");
            Assert.NotNull(recent.Find("used"));
            Assert.InRange(recent.Count, 1, 101);
        }

        Assert.Null(recent.Find("0"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                recent.Add($"{i}", "");
                recent.Find($"{i / 2}");
            }
        })));
        Assert.InRange(recent.Count, 1, 120);
    }

    private KnownConversations Conversations()
    {
        IUserGrain index = FakeGrains.Of<IUserGrain>((_, arguments) => Task.FromResult(Array.ConvertAll(Ask(arguments), there.Contains)));
        return new KnownConversations(
            FakeGrains.Factory((type, _) => type == typeof(IUserGrain) ? index : type == typeof(IConversationGrain)
                ? FakeGrains.Of<IConversationGrain>((_, _) => null)
                : FakeGrains.Of<ImOrleans.Grains.Groups.IGroupGrain>((_, _) => null)),
            Settings);
    }

    private KnownUsers Users()
    {
        IUserSearchGrain search = FakeGrains.Of<IUserSearchGrain>((_, arguments) => Task.FromResult(Ask(arguments).Where(there.Contains)
            .Select(id => new UserProfile { UserId = id, Username = id, DisplayName = id }).ToArray()));
        return new KnownUsers(FakeGrains.Factory(search), new Retries(TimeProvider.System, Settings, new SiloLosses(isApart: false)), Settings);
    }

    private string[] Ask(object?[] arguments)
    {
        string[] ids = (string[])arguments[0]!;
        asked.Add(ids);
        return ids;
    }

    private static async Task EnsureUnknown(KnownConversations known, string conversationId, string userId = "ann") =>
        Assert.Equal(ErrorCode.NotAMember, (await Assert.ThrowsAsync<ImException>(async () => await known.OfAsync(userId, conversationId))).Code);
}
