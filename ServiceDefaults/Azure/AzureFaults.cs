using Azure;
using Azure.Identity;

namespace ImOrleans.ServiceDefaults.Azure;

/// <summary>Explains the exceptions of the client libraries.</summary>
internal static class AzureFaults
{
    private const int Forbidden = 403;
    private const int Unauthorized = 401;
    private const int TooMany = 429;
    private const int Busy = 503;

    /// <summary>The service, the network or the identity failed, and not the program.</summary>
    public static bool IsOfTheService(Exception failure) => failure switch
    {
        RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException or HttpRequestException =>
            true,
        AggregateException all => all.InnerExceptions.All(IsOfTheService),

        // The client says so when the answer of the server is cut off.
        InvalidOperationException => failure.Source?.StartsWith("Azure.", StringComparison.Ordinal) is true,
        _ => false,
    };

    /// <summary>The account takes no more requests at this moment.</summary>
    public static bool IsThrottling(Exception failure) => failure is RequestFailedException { Status: TooMany or Busy };

    /// <summary>One sentence for the operator.</summary>
    /// <param name="service">For example "The table service".</param>
    /// <returns>Null when it is nothing that an operator can put right.</returns>
    public static string? Explain(Exception failure, AzureAccount account, string service, Uri address)
    {
        string at = $"{service} of the account '{account.Name}' at {address.Host}:{address.Port}";
        Exception cause = failure is AggregateException { InnerExceptions: [.., var last] } ? last : failure;
        return cause switch
        {
            RequestFailedException { Status: Forbidden or Unauthorized } e =>
                $"{at} refuses this process ({e.ErrorCode ?? "no rights"}): correct the key in {account.Setting}, "
                + "or give its identity the roles Storage Table Data Contributor and Storage Blob Data Contributor.",
            RequestFailedException { Status: TooMany or Busy } e =>
                $"{at} takes no requests now ({e.ErrorCode}): start again when it does.",
            RequestFailedException { Status: > 0 } e => $"{at} refuses the start ({e.Status} {e.ErrorCode}). Check {account.Setting}.",
            AuthenticationFailedException e =>
                $"No identity of Azure was found for {at}: {FirstLine(e.Message)} Sign in, or set {AzureOptions.ConnectionStringSetting}.",
            _ when IsOfTheService(cause) => $"{at} cannot be reached: {FirstLine(cause.Message)} Check {account.Setting}.",
            _ => null,
        };
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim().TrimEnd('.') + ".";
}
