using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

/// <summary>The state of a device that follows the protocol.</summary>
internal sealed class SyncedDevice
{
    private string? cursor;

    public Dictionary<string, ConversationHead> Known { get; } = [];

    public Dictionary<string, int> Values { get; private set; } = [];

    /// <summary>One page. True when it was the last one.</summary>
    public bool Sync(IndexedUser user)
    {
        SyncResult answer = SyncAnswer.Of(SyncCursor.TagOf("anna"), user.Shelves, user.Index, new SyncRequest { Cursor = cursor }, DateTimeOffset.UnixEpoch);
        Assert.InRange(answer.Conversations.Length, 0, SyncAnswer.MaxPage);
        if (cursor is null || answer.Reset == true)
        {
            Known.Clear();
            Values = new(user.Values);
        }

        cursor = answer.Cursor;
        foreach (string subject in answer.Changes.Select(change => change.UserId ?? change.Setting).OfType<string>())
        {
            Values[subject] = user.Values[subject];
        }

        foreach (ConversationChange change in answer.Changes.Where(change => change.Kind == ChangeKind.Left))
        {
            Known.Remove(change.ConversationId!);
        }

        foreach (ConversationHead head in answer.Conversations)
        {
            Known[head.ConversationId] = head;
        }

        return answer.More != true;
    }

    public void SyncToTheEnd(IndexedUser user)
    {
        for (int page = 1; !Sync(user); page++)
        {
            Assert.True(page < 20, "Twenty pages brought no end.");
        }
    }
}
