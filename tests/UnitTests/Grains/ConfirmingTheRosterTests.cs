using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class ConfirmingTheRosterTests
{
    [Fact]
    public async Task A_change_that_is_applied_while_the_group_answers_is_not_taken_back_by_the_answer()
    {
        FakeTimeProvider time = new();
        TaskCompletionSource<GroupRoster> answer = new();
        Queue<Task<GroupRoster>> answers = new([Task.FromResult(Members(1, "anna")), answer.Task]);
        IGroupGrain group = FakeGrains.Of<IGroupGrain>((method, _) => method switch
        {
            nameof(IGroupGrain.Version) => Task.FromResult(2L),
            nameof(IGroupGrain.Roster) => answers.Dequeue(),
            _ => null,
        });
        RosterLease roster = new("g:a", FakeGrains.Factory(group), new ConversationOptions(), time);
        await roster.LoadAsync(opened: true);
        time.Advance(TimeSpan.FromMinutes(1));

        Task confirmed = roster.EnsureConfirmedAsync().AsTask();
        roster.Apply(new MembershipChange { Version = 3, Event = "joined", ActorId = "anna", Joined = ["carl"], Left = [] }, seq: 5);
        answer.SetResult(Members(2, "anna", "ben"));
        await confirmed;

        Assert.True(roster.Current.Contains("carl"));
        Assert.Equal(3, roster.Current.Version);
    }

    private static GroupRoster Members(long version, params string[] userIds) =>
        new() { Version = version, Members = userIds.ToDictionary(userId => userId, _ => 1L) };
}
