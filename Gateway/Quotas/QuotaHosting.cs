namespace ImOrleans.Gateway.Quotas;

/// <summary>The counting of stored data by user.</summary>
internal static class QuotaHosting
{
    public static IServiceCollection AddQuotas(this IServiceCollection services) => services.AddSingleton<ByteTabs>().AddSingleton<Costs>();
}
