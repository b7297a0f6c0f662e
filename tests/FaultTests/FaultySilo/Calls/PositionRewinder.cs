using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.FaultySilo.Calls;

/// <summary>A bug: now and then a read position is reported as it was some messages ago.</summary>
internal sealed class PositionRewinder : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.ImplementationMethod.Name == nameof(IUserGrain.Sync) && context.Result is SyncResult answer)
        {
            context.Result = answer with { Conversations = [.. answer.Conversations.Select(Rewound)] };
        }
    }

    private static ConversationHead Rewound(ConversationHead head) =>
        Random.Shared.Next(4) == 0 ? head with { ReadUpTo = Math.Max(head.FirstSeq - 1, head.ReadUpTo - 10) } : head;
}
