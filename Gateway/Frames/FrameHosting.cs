using ImOrleans.Grains.Delivery;

namespace ImOrleans.Gateway.Frames;

/// <summary>Registers the receiver of the frames that silos push, and the list of the payload kinds that it knows.</summary>
internal static class FrameHosting
{
    public static IServiceCollection AddFrames(this IServiceCollection services) => services
        .AddSingleton<IGatewayObserver, GatewayObserver>()
        .AddSingleton<PushOrder>()
        .AddSingleton<PayloadHandler, MessagesPostedHandler>()
        .AddSingleton<PayloadHandler, HeadsMovedHandler>()
        .AddSingleton<PayloadHandler, PositionMovedHandler>()
        .AddSingleton<PayloadHandler, MemberTypingHandler>()
        .AddSingleton<PayloadHandler, ConversationChangedHandler>()
        .AddSingleton<PayloadHandler, PresenceChangedHandler>()
        .AddSingleton<PayloadHandler, SessionEndedHandler>()
        .AddSingleton<PayloadHandler, RoutesLostHandler>();
}
