using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Hosting;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class KeepingMembersTests
{
    private static readonly GrainId Id = GrainId.Create("group", "g");
    private readonly MemoryPages storage = new();

    [Fact]
    public async Task Members_who_were_stored_without_a_role_are_ordinary_ones_and_the_owner()
    {
        MemberShards members = await Stored(new() { ["anna"] = new StoredMember(1, 1), ["ben"] = new StoredMember(4, 2) });
        Assert.Equal(new() { ["anna"] = new MemberStanding(GroupRole.Owner, 0) }, members.StandingsUnder("anna"));
        Assert.Equal(new() { ["ben"] = new MemberStanding(GroupRole.Owner, 0) }, members.StandingsUnder("ben"));
        Assert.Empty(members.StandingsUnder(""));
    }

    [Fact]
    public async Task Role_and_mute_are_stored_with_the_member()
    {
        MemberShards members = await Stored(new()
        {
            ["anna"] = new StoredMember(1, 1) { MutedUntil = 5 },
            ["ben"] = new StoredMember(1, 2) { Role = "admin" },
            ["carl"] = new StoredMember(1, 3),
        });
        Assert.Equal(
            new() { ["anna"] = new MemberStanding(GroupRole.Member, 5), ["ben"] = new MemberStanding("admin", 0) },
            members.StandingsUnder(""));
    }

    private async Task<MemberShards> Stored(Dictionary<string, StoredMember> stored)
    {
        await storage.WriteStateAsync("members-0", Id, new GrainState<GroupShard>(new GroupShard { Members = stored }));
        var members = new MemberShards(new StatePages<GroupShard>(storage, Id, "members"), new GroupOptions());
        await members.LoadAsync();
        return members;
    }
}
