using Azure.Data.Tables;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImOrleans.ServiceDefaults.Azure;

/// <summary>Cluster membership in Azure Tables, for silos and gateways.</summary>
internal static class AzureHosting
{
    /// <returns>The tables of the account, and the name of that of members.</returns>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static (TableServiceClient Tables, string Name) AddAzureMembers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AzureOptions>(AzureOptions.Section, exclusive: true);
        AzureOptions options = configuration.ReadSettings<AzureOptions>(AzureOptions.Section);
        AzureAccount account = AzureAccount.Main(options);
        string table = MemberTable(configuration);
        services.AddSingleton(new RequiredServer(() => EnsureAsync(account, table)));
        return (account.Tables, table);
    }

    /// <summary>The name of the table of members.</summary>
    /// <exception cref="StartupException">A setting is wrong.</exception>
    public static string MemberTable(IConfiguration configuration) =>
        $"{configuration.ReadSettings<AzureOptions>(AzureOptions.Section).Prefix}members";

    private static async Task EnsureAsync(AzureAccount account, string table)
    {
        try
        {
            await account.Tables.CreateTableIfNotExistsAsync(table);
        }
        catch (Exception failure) when (AzureFaults.Explain(failure, account, "The table service", account.Tables.Uri) is { } sentence)
        {
            throw new StartupException(sentence, failure);
        }
    }
}
