using ImOrleans.Grains.Conversations;

namespace ImOrleans.FaultySilo.Calls;

/// <summary>A bug: a conversation goes on serving members that its group has removed.</summary>
internal sealed class RemovalIgnorer : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.ImplementationMethod.Name == nameof(IConversationGrain.Apply) && context.Request.GetArgument(0) is MembershipChange change)
        {
            context.Request.SetArgument(0, change with { Left = [] });
        }

        return context.Invoke();
    }
}
