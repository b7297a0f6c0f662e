using Azure.Data.Tables;
using Azure.Data.Tables.Sas;
using ImOrleans.Engines;
using ImOrleans.ServiceDefaults.Azure;
using ImOrleans.ServiceDefaults.Startup;
using ImOrleans.Silo.Storage;
using ImOrleans.Silo.Storage.Azure;
using Xunit;

namespace ImOrleans.StoreTests.Azure;

/// <summary>An account that cannot be used is one sentence that says what to do, without the key.</summary>
public sealed class OpeningTests(AzuriteFixture azurite)
{
    private const string Secret = "aGlkZGVuLXdvcmQ=";
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData($"AccountName=im;AccountKee={Secret}")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=im;AccountKey=no-base64!{Secret}")]
    [InlineData(Secret)]
    public async Task A_connection_string_that_cannot_be_read_is_refused(string connectionString) => Assert.StartsWith(
        "Im:Azure:ConnectionString cannot be read", await RefusalOf(new() { ConnectionString = connectionString }), StringComparison.Ordinal);

    [Fact]
    public async Task An_account_that_cannot_be_reached_is_refused() => Assert.StartsWith(
        "The table service of the account 'im' at 127.0.0.1:1 cannot be reached",
        await RefusalOf(new()
        {
            ConnectionString = $"AccountName=im;AccountKey={Secret};TableEndpoint=http://127.0.0.1:1/im;BlobEndpoint=http://127.0.0.1:1/im",
            RequestTimeout = Impatience,
        }),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        AzuriteServer server = await azurite.ServerAsync();

        string sentence = await RefusalOf(new() { ConnectionString = server.ConnectionString(AzuriteServer.Account, Secret) });

        Assert.Contains("refuses this process (", sentence, StringComparison.Ordinal);
        Assert.Contains("correct the key in Im:Azure:ConnectionString", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_lets_this_process_only_read_is_refused()
    {
        AzureOptions options = await azurite.NewOptionsAsync();
        Uri reading = new TableServiceClient(options.ConnectionString).GenerateSasUri(
            TableAccountSasPermissions.Read, TableAccountSasResourceTypes.All, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));

        string sentence = await RefusalOf(new()
        {
            ConnectionString = $"TableEndpoint={reading.GetLeftPart(UriPartial.Path)};SharedAccessSignature={reading.Query[1..]};"
                + $"BlobEndpoint={reading.GetLeftPart(UriPartial.Path)}",
            Prefix = options.Prefix,
        });

        Assert.Contains("refuses this process (", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_the_start_says_so() => Assert.StartsWith(
        "No identity of Azure was found for",
        await RefusalOf(new()
        {
            TableServiceUri = "https://127.0.0.1:1/im", ManagedIdentityClientId = "0b2f", BlobServiceUri = "https://127.0.0.1:1/im",
        }),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_tables_of_a_newer_program_are_refused()
    {
        AzureStore store = await azurite.OpenAsync();
        await store.Main.Tables.GetTableClient(store.MetaTable).UpsertEntityAsync(new TableEntity("meta", "schema") { ["version"] = 99 });

        Assert.Contains("have version 99, but this program knows version 1", await RefusalOf(store.Options), StringComparison.Ordinal);
        await store.DeleteAsync();
    }

    [Fact]
    public async Task Accounts_of_the_log_keep_their_number_and_order()
    {
        AzuriteServer server = await azurite.ServerAsync();
        (string one, string two) = (server.ConnectionString(), server.ConnectionString(AzuriteServer.OtherAccount));
        AzureOptions options = new() { ConnectionString = one, Prefix = server.NewPrefix(), LogAccounts = [one, two] };
        using AzureStore store = AzureStores.Store(options);
        await store.OpenAsync();

        Assert.Contains("is number 2 of 2", await RefusalOf(With(two, one)), StringComparison.Ordinal);
        Assert.Contains("is number 1 of 2", await RefusalOf(With(one)), StringComparison.Ordinal);
        await store.DeleteAsync();

        AzureOptions With(params string[] accounts) => new() { ConnectionString = one, Prefix = options.Prefix, LogAccounts = accounts };
    }

    [Fact]
    public async Task Accounts_of_two_histories_are_refused()
    {
        AzuriteServer server = await azurite.ServerAsync();
        (string one, string two) = (server.ConnectionString(), server.ConnectionString(AzuriteServer.OtherAccount));
        using AzureStore store =
            AzureStores.Store(new() { ConnectionString = one, Prefix = server.NewPrefix(), LogAccounts = [one, two] });
        await store.OpenAsync();
        AzureMessageLog log = new(store);
        await log.JoinAsync();
        TableClient meta = store.LogAccounts[1].Tables.GetTableClient(store.MetaTable);
        await meta.UpsertEntityAsync(new TableEntity("meta", "lineage") { ["value"] = "another" });

        StartupException refusal = await Assert.ThrowsAsync<StartupException>(() => log.JoinAsync());
        Assert.Contains("the storage account 'imtwo' has lineage another", refusal.Message, StringComparison.Ordinal);
        await Lineage.RenewAsync(log.Facts);
        await log.JoinAsync();
        await store.DeleteAsync();
    }

    [Fact]
    public async Task Eight_silos_that_start_at_once_share_a_lineage()
    {
        AzureOptions options = await azurite.NewOptionsAsync();

        string[] lineages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using AzureStore store = AzureStores.Store(options);
            await store.OpenAsync();
            AzureMessageLog log = new(store);
            await log.JoinAsync(new AzureFacts(store));
            return log.Lineage;
        })));

        Assert.Single(lineages.Distinct());
        await AzureStores.Store(options).DeleteAsync();
    }

    [Theory]
    [InlineData("", "", "im", "needs either ConnectionString, or TableServiceUri")]
    [InlineData("UseDevelopmentStorage=true", "https://im.table.core.windows.net", "im",
        "needs either ConnectionString, or TableServiceUri")]
    [InlineData("", "im.table.core.windows.net", "im", "TableServiceUri is 'im.table.core.windows.net'")]
    [InlineData("UseDevelopmentStorage=true", "", "Im-1", "Prefix is 'Im-1'")]
    public void Settings_that_do_not_fit_are_refused(string connectionString, string tables, string prefix, string reason)
    {
        AzureOptions options = new() { ConnectionString = connectionString, TableServiceUri = tables, Prefix = prefix };

        Assert.Contains(reason, Assert.Single(options.Validate(new(new object()))).ErrorMessage, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalOf(AzureOptions options)
    {
        StartupException refusal = await Assert.ThrowsAsync<StartupException>(async () =>
        {
            using AzureStore store = AzureStores.Store(options);
            await store.OpenAsync();
        });
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
