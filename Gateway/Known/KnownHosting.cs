namespace ImOrleans.Gateway.Known;

/// <summary>What this gateway remembers of ids that clients name.</summary>
internal static class KnownHosting
{
    public static IServiceCollection AddKnown(this IServiceCollection services) =>
        services.AddSingleton<KnownConversations>().AddSingleton<KnownUsers>();
}
