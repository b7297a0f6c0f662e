using System.Text.Json;
using ImOrleans.Grains.Push;

namespace ImOrleans.Push.Sending;

/// <summary>
/// Reads the answer to an exchange of credentials. A failure is kept for a moment, so that many waiting notifications make no flood of
/// exchanges.
/// </summary>
internal sealed class TokenExchange(CredentialFaults credentials, TimeProvider time)
{
    /// <summary>A token is renewed so long before it expires, or after half of a short life.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CredentialsPause = TimeSpan.FromSeconds(30);

    /// <param name="read">The token and its lifetime in the JSON of a success; null when it has none.</param>
    /// <param name="explain">The provider's code in the JSON of a failure.</param>
    public AccessToken Read(
        PushAnswer answer, Func<JsonElement, (string Token, TimeSpan Lifetime)?> read, Func<JsonElement, string?> explain)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (answer.Passing is { } passing)
        {
            TimeSpan pause = passing.RetryAfter is { } wanted && wanted > FailurePause ? wanted : FailurePause;
            return new AccessToken(null, now + pause, passing with { Outcome = PushOutcome.Later });
        }

        if (answer.IsSuccess && read(answer.Json) is { } issued && IsToken(issued.Token))
        {
            credentials.End();
            TimeSpan margin = issued.Lifetime > 2 * Margin ? Margin : issued.Lifetime / 2;
            return new AccessToken(issued.Token, now + issued.Lifetime - margin);
        }

        credentials.Add(explain(answer.Json).AsReason($"http-{(int)answer.Status}"));
        return new AccessToken(null, now + CredentialsPause, new(PushOutcome.Later, "credentials", CredentialsPause));
    }

    /// <summary>It becomes a header.</summary>
    private static bool IsToken(string token) => token.Length is > 0 and <= 8_192 && token.All(static c => c is > ' ' and <= '~');
}
