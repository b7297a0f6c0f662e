using System.Collections.Immutable;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Conversations.Kinds;
using ImOrleans.Protocol.Groups;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class JudgingPermissionTests
{
    private const long Now = 1_000;

    private static readonly Roster Group = new(1, new Dictionary<string, RosterMember>
    {
        ["anna"] = new(1, GroupRole.Owner),
        ["ben"] = new(7),
        ["mute"] = new(1, GroupRole.Member, MutedUntil: Now + 1),
        ["heard"] = new(1, GroupRole.Member, MutedUntil: Now),
    }.ToImmutableDictionary());

    [Theory]
    [InlineData("anna", null)]
    [InlineData("ben", null)]
    [InlineData("heard", null)]
    [InlineData("mute", ErrorCode.Muted)]
    [InlineData("carl", ErrorCode.NotAMember)]
    [InlineData("Anna", ErrorCode.NotAMember)]
    public void A_member_who_is_not_muted_may_write_a_message(string userId, ErrorCode? refusal) =>
        Assert.Equal(refusal, Permission.Judge(Group, userId, EntryFacts.Message, Now)?.Code);

    [Theory]
    [InlineData("anna", ErrorCode.PeerDeleted)]
    [InlineData("carl", ErrorCode.NotAMember)]
    public void In_a_closed_conversation_members_read_and_nobody_writes(string userId, ErrorCode refusal)
    {
        Roster closed = Group with { IsClosed = true };

        Assert.Equal(refusal, Permission.Judge(closed, userId, EntryFacts.Message, Now)?.Code);
        Assert.Equal(1, Permission.EnsureReader(closed, "anna"));
    }

    [Theory]
    [InlineData("ben", "ben", null)]
    [InlineData("anna", "ben", ErrorCode.NotTheSender)]
    [InlineData("anna", null, ErrorCode.NotTheSender)]
    [InlineData("mute", "mute", ErrorCode.Muted)]
    [InlineData("carl", "carl", ErrorCode.NotAMember)]
    public void Only_the_sender_of_the_target_may_write_what_is_the_senders_alone(string userId, string? targetSenderId, ErrorCode? refusal) =>
        Assert.Equal(refusal, Permission.Judge(Group, userId, new EntryFacts(Writers.TargetSender, targetSenderId), Now)?.Code);

    [Theory]
    [InlineData("anna", ErrorCode.UnknownKind)]
    [InlineData("mute", ErrorCode.Muted)]
    [InlineData("carl", ErrorCode.NotAMember)]
    public void No_client_may_write_what_only_the_server_writes(string userId, ErrorCode refusal) =>
        Assert.Equal(refusal, Permission.Judge(Group, userId, new EntryFacts(Writers.Server), Now)?.Code);

    [Fact]
    public void A_member_reads_from_the_first_seq_on_also_when_muted_and_a_stranger_does_not_read()
    {
        Assert.Equal(7, Permission.EnsureReader(Group, "ben"));
        Assert.Equal(1, Permission.EnsureReader(Group, "mute"));
        Refusals.Refused(ErrorCode.NotAMember, () => Permission.EnsureReader(Group, "carl"));
    }

    [Fact]
    public void An_unknown_conversation_answers_like_a_foreign_one()
    {
        Assert.Equal(Permission.Judge(Group, "carl", EntryFacts.Message, Now)!.Message, Permission.Judge(Roster.Empty, "carl", EntryFacts.Message, Now)!.Message);
        Refusals.Refused(ErrorCode.NotAMember, () => Permission.EnsureReader(Roster.Empty, "anna"));
    }
}
