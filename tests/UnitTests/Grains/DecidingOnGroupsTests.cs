using ImOrleans.Grains.Groups;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DecidingOnGroupsTests
{
    [Fact]
    public void A_name_loses_its_outer_white_space() => Assert.Equal("Team  A", GroupRules.EnsureName("  Team  A\t"));

    [Fact]
    public void A_name_of_64_characters_is_taken_and_a_longer_one_refused()
    {
        Assert.Equal(64, GroupRules.EnsureName(new string('x', 64)).Length);
        Refusals.Refused(ErrorCode.InvalidGroupName, () => GroupRules.EnsureName(new string('x', 65)));
        Refusals.Refused(ErrorCode.InvalidGroupName, () => GroupRules.EnsureName("half of a character: \ud800"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("\u2800")]
    public void A_name_that_nobody_can_read_is_refused(string? name) =>
        Refusals.Refused(ErrorCode.InvalidGroupName, () => GroupRules.EnsureName(name));

    [Fact]
    public void Members_are_ids_up_to_the_bound()
    {
        GroupRules.EnsureIds([], 2);
        GroupRules.EnsureIds(["anna", "ben"], 2);
        Refusals.Refused(ErrorCode.InvalidMembers, () => GroupRules.EnsureIds(["anna", "ben", "carl"], 2));
        Refusals.Refused(ErrorCode.InvalidMembers, () => GroupRules.EnsureIds(["anna", "not an id"], 2));
        Refusals.Refused(ErrorCode.InvalidMembers, () => GroupRules.EnsureIds([null!], 2));
    }

    [Fact]
    public void A_group_has_room_up_to_its_bound()
    {
        var options = new GroupOptions { MaxMembers = 3 };
        GroupRules.EnsureRoom(3, options);
        Refusals.Refused(ErrorCode.GroupFull, () => GroupRules.EnsureRoom(4, options));
    }

    [Fact]
    public void A_stranger_is_not_in_the_group()
    {
        GroupRules.EnsureMember(isMember: true);
        Refusals.Refused(ErrorCode.NotInGroup, () => GroupRules.EnsureMember(isMember: false));
    }

    [Fact]
    public void The_owner_removes_anybody_and_a_member_themselves()
    {
        GroupRules.EnsureMayRemove("owner", "ben", "owner");
        GroupRules.EnsureMayRemove("ben", "ben", "owner");
        GroupRules.EnsureMayRemove("owner", "owner", "owner");
        Refusals.Refused(ErrorCode.NotTheOwner, () => GroupRules.EnsureMayRemove("ben", "carl", "owner"));
        Refusals.Refused(ErrorCode.NotTheOwner, () => GroupRules.EnsureMayRemove("ben", "owner", "owner"));
    }
}
