using ImOrleans.Load.Checking.Recording;
using ImOrleans.Load.Checking.Towns;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Checking.Devices;

/// <summary>Catching up over one connection: what the sync says has moved is pulled.</summary>
internal sealed class Catching(Town town, Device device, Line line)
{
    private const int Page = 200;
    private const int MaxHeads = 500;
    private const int Tries = 20;

    public async Task SyncAsync()
    {
        Memory memory = device.Memory;
        SyncRequest request = new();
        if (memory.Cursor is { } cursor)
        {
            KeyValuePair<Talk, long>[] known = [.. memory.Positions.Take(MaxHeads)];
            request = new SyncRequest { Cursor = cursor, Heads = known.ToDictionary(talk => talk.Key.Id, talk => talk.Value) };
            town.Ledger.Write(line.New(FactKind.Asked));
            foreach ((Talk talk, long upTo) in known)
            {
                town.Ledger.Write(line.New(FactKind.AskedWith) with { Conversation = talk.Number, Seq = upTo });
            }
        }

        List<ConversationHead> moved = [];
        SyncResult answer;
        do
        {
            SyncRequest asked = request;
            answer = await RepeatAsync(() => line.AskAsync<SyncResult>(nameof(IChatHub.Sync), asked));
            foreach (ConversationChange change in answer.Changes.Where(change => change.Kind == ChangeKind.Left))
            {
                Leave(memory, town.TalkOf(change.ConversationId!));
            }

            foreach (ConversationHead head in answer.Conversations)
            {
                Hear(memory, head);
            }

            moved.AddRange(answer.Conversations);
            request = new SyncRequest { Cursor = answer.Cursor };
        }
        while (answer.More == true);
        town.Ledger.Write(line.New(FactKind.SyncEnded));
        foreach (ConversationHead head in moved)
        {
            if (town.TalkOf(head.ConversationId) is { } talk)
            {
                await PullAsync(talk, head.Head);
            }
        }

        memory.Cursor = answer.Cursor; // Last, because a device that is cut off before must get the answer again.
    }

    public async Task PullAsync(Talk talk, long head)
    {
        Memory memory = device.Memory;
        while (memory.Find(talk) is { } known && known.UpTo < head)
        {
            try
            {
                HistoryQuery query = new() { After = known.UpTo, Limit = Page };
                MessagePage page = await RepeatAsync(() => line.AskAsync<MessagePage>(nameof(IChatHub.History), talk.Id, query));
                if (page.FirstSeq > known.UpTo + 1)
                {
                    // Its user was removed and came back while the device was not connected.
                    Follow(memory, talk, page.FirstSeq, page.FirstSeq);
                }

                foreach (Message message in page.Messages)
                {
                    line.Write(FactKind.Pulled, talk, message);
                    memory.Take(talk, message.Seq);
                }

                if (page.Messages.Length == 0)
                {
                    return;
                }
            }
            catch (Exception refusal) when (Refusals.IsNotAMember(refusal))
            {
                Leave(memory, talk);
                return;
            }
        }
    }

    private static void Leave(Memory memory, Talk? talk)
    {
        if (talk is not null)
        {
            memory.Leave(talk);
        }
    }

    private void Hear(Memory memory, ConversationHead head)
    {
        if (town.TalkOf(head.ConversationId) is not { } talk)
        {
            return;
        }

        town.Ledger.Write(line.New(FactKind.Synced) with { Conversation = talk.Number, Seq = head.Head, Message = head.ReadUpTo, Value = head.Unread });
        Follow(memory, talk, head.FirstSeq, device.IsNew ? Math.Max(head.FirstSeq, head.Head - Page + 1) : head.FirstSeq);
    }

    private void Follow(Memory memory, Talk talk, long first, long from)
    {
        if (memory.Follow(talk, first, from))
        {
            town.Ledger.Write(line.New(FactKind.Follows) with { Conversation = talk.Number, Seq = from, Value = first });
        }
    }

    /// <summary>A question that changes nothing is asked again while the server says that it may be.</summary>
    private async Task<T> RepeatAsync<T>(Func<Task<T>> ask)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (Microsoft.AspNetCore.SignalR.HubException refusal) when (Refusals.Final(refusal) is null && attempt < Tries && !line.Closed.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 + Random.Shared.Next(200)));
            }
        }
    }
}
