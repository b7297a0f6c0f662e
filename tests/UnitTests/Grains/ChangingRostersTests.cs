using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Log;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class ChangingRostersTests
{
    [Fact]
    public void Who_joins_reads_from_their_entry_on()
    {
        Roster roster = Rosters.Of("anna").With(Rosters.Joining(2, "ben"), 7);
        Assert.Equal(7, roster.Members["ben"]);
        Assert.Equal(1, roster.Members["anna"]);
        Assert.Equal(2, roster.Version);
    }

    [Fact]
    public void Who_is_there_keeps_their_first_entry() =>
        Assert.Equal(1, Rosters.Of("anna").With(Rosters.Joining(2, "anna"), 7).Members["anna"]);

    [Fact]
    public void Who_comes_back_reads_from_their_new_entry_on() =>
        Assert.Equal(9, Rosters.Of("anna", "ben").With(Rosters.Leaving(2, "ben"), 7).With(Rosters.Joining(3, "ben"), 9).Members["ben"]);

    [Fact]
    public void An_entry_that_is_told_late_is_not_told_to_who_joined_after_it()
    {
        Roster roster = Rosters.Of("anna").With(Rosters.Joining(2, "ben"), 7);
        AppendReceipt late = new(6, 6, "m", 1, Duplicate: true);
        Assert.False(Receipts.Readers(roster, [late]).Contains("ben"));
        Assert.True(Receipts.Readers(roster, [late]).Contains("anna"));
        Assert.True(Receipts.Readers(roster, [late with { Seq = 8 }]).Contains("ben"));
    }

    [Fact]
    public void The_roster_that_an_entry_took_along_does_not_change()
    {
        Roster before = Rosters.Of("anna", "ben");
        Assert.False(before.With(Rosters.Leaving(2, "ben"), 7).Contains("ben"));
        Assert.True(before.Contains("ben"));
    }

    [Fact]
    public void Members_are_told_apart_by_case() => Assert.False(Rosters.Of("anna").Contains("Anna"));
}
