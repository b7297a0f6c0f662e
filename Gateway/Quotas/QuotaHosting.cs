namespace ImOrleans.Gateway.Quotas;

/// <summary>What is counted of what users store.</summary>
internal static class QuotaHosting
{
    public static IServiceCollection AddQuotas(this IServiceCollection services) => services.AddSingleton<ByteTabs>().AddSingleton<Costs>();
}
