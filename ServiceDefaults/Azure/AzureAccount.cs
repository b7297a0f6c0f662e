using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ImOrleans.ServiceDefaults.Settings;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;

namespace ImOrleans.ServiceDefaults.Azure;

/// <summary>The services of a storage account, as this process connects to them.</summary>
/// <param name="Name">The account, for people.</param>
/// <param name="Setting">The setting that names the account.</param>
/// <param name="Tables">Repeats what the service did not answer: for reads, and for writes that can be done twice.</param>
/// <param name="Once">Repeats nothing, so that the caller knows whether a write can have been done.</param>
/// <param name="Blobs">Null when the settings name no blob service.</param>
internal sealed record AzureAccount(
    string Name, string Setting, TableServiceClient Tables, TableServiceClient Once, BlobServiceClient? Blobs)
{
    private const int Retries = 4;

    /// <summary>Clustering takes its settings while services are still being registered, before the options are validated.</summary>
    /// <exception cref="StartupException">A setting is absent, out of range, or cannot be read.</exception>
    public static AzureAccount Read(IConfiguration configuration) =>
        Main(configuration.ReadSettings<AzureOptions>(AzureOptions.Section));

    /// <summary>The account of everything, except for the message log if that has accounts of its own.</summary>
    /// <exception cref="StartupException">A setting cannot be read.</exception>
    public static AzureAccount Main(AzureOptions options)
    {
        bool isNamed = options.ConnectionString.Length > 0;
        AzureAccount account = Of(
            options,
            isNamed ? options.ConnectionString : options.TableServiceUri,
            isNamed ? AzureOptions.ConnectionStringSetting : AzureOptions.TablesSetting);
        return isNamed || options.BlobServiceUri.Length == 0
            ? account
            : account with { Blobs = new BlobServiceClient(new Uri(options.BlobServiceUri), Credential(options), BlobClient(options)) };
    }

    /// <summary>The accounts of the message log, in the order that decides which one has a conversation.</summary>
    /// <exception cref="StartupException">A setting cannot be read.</exception>
    public static AzureAccount[] OfLog(AzureOptions options, AzureAccount main) => options.LogAccounts.Length == 0
        ? [main]
        : [.. options.LogAccounts.Select((account, i) => Of(options, account, $"{AzureOptions.LogAccountsSetting}:{i}"))];

    private static AzureAccount Of(AzureOptions options, string account, string setting)
    {
        try
        {
            if (AzureOptions.IsAddress(account))
            {
                Uri address = new(account);
                TokenCredential credential = Credential(options);
                TableServiceClient tables = new(address, credential, TableClient(options, Retries));
                return new(NameOf(tables), setting, tables, new(address, credential, TableClient(options, retries: 0)), Blobs: null);
            }

            TableServiceClient keyed = new(account, TableClient(options, Retries));
            return new(
                NameOf(keyed), setting, keyed, new(account, TableClient(options, retries: 0)), new(account, BlobClient(options)));
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StartupException($"{setting} cannot be read: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    private static string NameOf(TableServiceClient tables) => tables.AccountName is { Length: > 0 } name ? name : tables.Uri.Host;

    private static TokenCredential Credential(AzureOptions options) => AzureIdentity.Of(options.ManagedIdentityClientId);

    private static TableClientOptions TableClient(AzureOptions options, int retries) => With(new TableClientOptions(), options, retries);

    private static BlobClientOptions BlobClient(AzureOptions options) => With(new BlobClientOptions(), options, Retries);

    private static T With<T>(T client, AzureOptions options, int retries)
        where T : ClientOptions
    {
        client.Retry.MaxRetries = retries;
        client.Retry.Delay = TimeSpan.FromMilliseconds(200);
        client.Retry.MaxDelay = options.RequestTimeout;
        client.Retry.NetworkTimeout = options.RequestTimeout;
        client.Diagnostics.IsLoggingEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        return client;
    }
}
