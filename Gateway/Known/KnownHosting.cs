namespace ImOrleans.Gateway.Known;

/// <summary>The cache of this gateway for ids that clients name.</summary>
internal static class KnownHosting
{
    public static IServiceCollection AddKnown(this IServiceCollection services) =>
        services.AddSingleton<KnownConversations>().AddSingleton<KnownUsers>();
}
