using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using ImOrleans.ServiceDefaults.Settings;

namespace ImOrleans.ServiceDefaults.Azure;

/// <summary>The storage account of the providers that are named <c>azure</c>, the same on all silos. Section <c>Im:Azure</c>.</summary>
internal sealed partial class AzureOptions : IValidatableObject
{
    public const string Section = "Im:Azure";
    public const string ConnectionStringSetting = $"{Section}:{nameof(ConnectionString)}";
    public const string TablesSetting = $"{Section}:{nameof(TableServiceUri)}";
    public const string BlobsSetting = $"{Section}:{nameof(BlobServiceUri)}";
    public const string LogAccountsSetting = $"{Section}:{nameof(LogAccounts)}";

    /// <summary>The connection string of the account, with its key. Leave it empty to sign in with an identity of Azure.</summary>
    [Secret]
    public string ConnectionString { get; init; } = "";

    /// <summary>
    /// Instead of a connection string: the address of the table service, <c>https://ACCOUNT.table.core.windows.net</c>. The identity of
    /// the process needs the role Storage Table Data Contributor.
    /// </summary>
    public string TableServiceUri { get; init; } = "";

    /// <summary>
    /// The same for the blob service, <c>https://ACCOUNT.blob.core.windows.net</c>, and the role Storage Blob Data Contributor. Only the
    /// state of grains needs it.
    /// </summary>
    public string BlobServiceUri { get; init; } = "";

    /// <summary>The client id of a user-assigned managed identity. Empty: <c>DefaultAzureCredential</c> chooses the identity.</summary>
    public string ManagedIdentityClientId { get; init; } = "";

    /// <summary>
    /// The accounts among which conversations are spread, each as a connection string or as the address of a table service. Empty: the one
    /// account. Neither number nor order can change later.
    /// </summary>
    [Secret, MaxLength(64)]
    public string[] LogAccounts { get; init; } = [];

    /// <summary>The beginning of the names of all tables and containers: lower-case letters and digits, at most 20.</summary>
    public string Prefix { get; init; } = "im";

    /// <summary>How long one request takes at most. After that the outcome of a write is unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a write is repeated while the account is throttled. After that its caller repeats it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ThrottlingPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests of the stores of one silo that run at once; further ones wait.</summary>
    [Range(4, 4_096)]
    public int MaxRequests { get; init; } = 128;

    /// <summary>Conversations whose head a silo remembers, so that an append reads nothing before it writes.</summary>
    [Range(2, 10_000_000)]
    public int HeadCacheSize { get; init; } = 100_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString) == string.IsNullOrWhiteSpace(TableServiceUri))
        {
            yield return new(
                $"a provider named azure needs either {nameof(ConnectionString)}, or {nameof(TableServiceUri)} and {nameof(BlobServiceUri)}.");
        }

        foreach ((string name, string address) in ((string, string)[])
            [(nameof(TableServiceUri), TableServiceUri), (nameof(BlobServiceUri), BlobServiceUri)])
        {
            if (address.Length > 0 && !IsAddress(address))
            {
                yield return new($"{name} is '{address}'; it must be an address such as https://account.table.core.windows.net.");
            }
        }

        if (!ValidPrefix().IsMatch(Prefix))
        {
            yield return new($"{nameof(Prefix)} is '{Prefix}'; it must begin with a lower-case letter and have up to 20 of them and digits.");
        }
    }

    /// <summary>Whether an account is named by the address of its service, and not by a connection string.</summary>
    public static bool IsAddress(string account) => 
        Uri.TryCreate(account, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http";

    [GeneratedRegex("^[a-z][a-z0-9]{0,19}$")]
    private static partial Regex ValidPrefix();
}
