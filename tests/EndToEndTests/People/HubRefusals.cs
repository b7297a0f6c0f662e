using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.People;

/// <summary>Distinguishes refusals of hub calls from bugs, as clients do.</summary>
public static partial class HubRefusals
{
    /// <summary>A number of the catalogue, or SignalR's own answer to what does not bind. Anything else is a bug of the server.</summary>
    public static bool IsRefusal(string message) => Numbered().IsMatch(message) || Unbound().IsMatch(message);

    public static async Task EnsureRefused(ErrorCode code, Func<Task> call)
    {
        HubException refusal = await Assert.ThrowsAsync<HubException>(call);
        Assert.Matches($"HubException: {(int)code} ", refusal.Message);
    }

    [GeneratedRegex(@"HubException: \d{4} \S.* \[class=[a-z-]+\]")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^Failed to invoke '[^']*' due to an error on the server\.( HubException: Method does not exist\.)?$")]
    private static partial Regex Unbound();
}
