using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.FaultySilo.Calls;

/// <summary>A bug: a device that comes back does not get the entries from its absence.</summary>
internal sealed class WindowDropper : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.ImplementationMethod.Name == nameof(IUserGrain.Sync)
            && context.Request.GetArgument(0) is SyncRequest { Cursor: not null }
            && context.Result is SyncResult answer)
        {
            context.Result = answer with { Conversations = [] };
        }
    }
}
