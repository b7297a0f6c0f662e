using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Groups;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class ChangingRostersTests
{
    [Fact]
    public void A_new_member_reads_from_their_entry_on()
    {
        Roster roster = Rosters.Of("anna").With(Rosters.Joining(2, "ben"), 7);
        Assert.Equal(7, roster.FirstSeqOf("ben"));
        Assert.Equal(1, roster.FirstSeqOf("anna"));
        Assert.Equal(2, roster.Version);
    }

    [Fact]
    public void A_present_member_keeps_their_first_entry() =>
        Assert.Equal(1, Rosters.Of("anna").With(Rosters.Joining(2, "anna"), 7).FirstSeqOf("anna"));

    [Fact]
    public void A_member_who_returns_reads_from_the_new_entry_on() =>
        Assert.Equal(9, Rosters.Of("anna", "ben").With(Rosters.Leaving(2, "ben"), 7).With(Rosters.Joining(3, "ben"), 9).FirstSeqOf("ben"));

    [Fact]
    public void An_entry_that_is_announced_late_is_not_sent_to_later_members()
    {
        Roster roster = Rosters.Of("anna").With(Rosters.Joining(2, "ben"), 7);
        AppendReceipt late = new(6, 6, "m", 1, Duplicate: true);
        Assert.False(SendReceipts.Readers(roster, [late]).Contains("ben"));
        Assert.True(SendReceipts.Readers(roster, [late]).Contains("anna"));
        Assert.True(SendReceipts.Readers(roster, [late with { Seq = 8 }]).Contains("ben"));
    }

    [Fact]
    public void The_roster_that_an_entry_took_along_does_not_change()
    {
        Roster before = Rosters.Of("anna", "ben");
        Assert.False(before.With(Rosters.Leaving(2, "ben"), 7).Contains("ben"));
        Assert.True(before.Contains("ben"));
    }

    [Fact]
    public void A_change_that_names_the_owner_moves_the_role()
    {
        Roster roster = Rosters.Of().With(Rosters.Joining(1, "anna", "ben") with { OwnerId = "anna" }, 1);
        Assert.Equal(GroupRole.Owner, roster.Members["anna"].Role);
        Assert.Equal(GroupRole.Member, roster.Members["ben"].Role);

        Roster inherited = roster.With(Rosters.Joining(2, "carl"), 2).With(Rosters.Joining(3) with { OwnerId = "ben" }, 3);
        Assert.Equal(GroupRole.Member, inherited.Members["anna"].Role);
        Assert.Equal(GroupRole.Owner, inherited.Members["ben"].Role);
    }

    [Fact]
    public void Role_and_mute_of_a_group_reach_the_roster()
    {
        Roster roster = Roster.Of(new GroupRoster
        {
            Version = 4,
            Members = new() { ["anna"] = 1, ["ben"] = 3 },
            Standings = new() { ["anna"] = new MemberStanding(GroupRole.Owner, 0), ["ben"] = new MemberStanding(GroupRole.Member, 99) },
        });
        Assert.Equal(new RosterMember(1, GroupRole.Owner), roster.Members["anna"]);
        Assert.Equal(new RosterMember(3, GroupRole.Member, 99), roster.Members["ben"]);
    }

    [Fact]
    public void A_former_member_with_a_record_does_not_become_a_member() => Assert.False(
        Roster.Of(new GroupRoster { Version = 1, Members = [], Standings = new() { ["anna"] = new MemberStanding(GroupRole.Owner, 0) } }).Contains("anna"));

    [Fact]
    public void Member_ids_are_case_sensitive() => Assert.False(Rosters.Of("anna").Contains("Anna"));
}
