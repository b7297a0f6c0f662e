using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

/// <summary>What a device knows that does with the answers what the protocol says.</summary>
internal sealed class SyncedDevice
{
    private string? cursor;

    public Dictionary<string, ConversationHead> Known { get; } = [];

    /// <summary>One page. True when it was the last one.</summary>
    public bool Sync(ConversationIndex index)
    {
        SyncResult answer = SyncAnswer.Of("anna", index, new SyncRequest { Cursor = cursor }, DateTimeOffset.UnixEpoch);
        Assert.InRange(answer.Conversations.Length, 0, SyncAnswer.MaxPage);
        cursor = answer.Cursor;
        if (answer.Reset == true)
        {
            Known.Clear();
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

    public void SyncToTheEnd(ConversationIndex index)
    {
        for (int page = 1; !Sync(index); page++)
        {
            Assert.True(page < 20, "Twenty pages brought no end.");
        }
    }
}
