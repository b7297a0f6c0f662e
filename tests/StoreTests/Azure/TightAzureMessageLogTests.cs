using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Azure;

namespace ImOrleans.StoreTests.Azure;

/// <summary>The same with every bound so low that it is reached: few requests at once, hardly a cached head, two accounts.</summary>
public sealed class TightAzureMessageLogTests(AzuriteFixture azurite) : AzureMessageLogTests(azurite)
{
    private protected override AzureOptions Options(AzureOptions options, Func<string, string> connectionString) => new()
    {
        ConnectionString = options.ConnectionString,
        Prefix = options.Prefix,
        RequestTimeout = options.RequestTimeout,
        LogAccounts = [connectionString(AzuriteServer.OtherAccount), connectionString(AzuriteServer.Account)],
        MaxRequests = 4,
        HeadCacheSize = 2,
    };
}
