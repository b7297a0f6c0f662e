using System.Net;
using System.Text.Json;
using ImOrleans.Grains.Push;

namespace ImOrleans.Push.Sending;

/// <summary>The answer of a provider, or the reason why there is none.</summary>
internal sealed class PushAnswer
{
    /// <summary>Given when there is no answer.</summary>
    public PushResult? Failure { get; init; }

    public HttpStatusCode Status { get; init; }

    public byte[] Body { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Failure is null && (int)Status is >= 200 and < 300;

    /// <summary>The body as a JSON object; an empty object when it is anything else.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(Body);
                return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : JsonAnswer.Empty;
            }
            catch (JsonException)
            {
                return JsonAnswer.Empty;
            }
        }
    }

    /// <summary>
    /// The result that follows from the status alone, or from its absence; null for an answer that the provider has to explain.
    /// </summary>
    public PushResult? Passing => Failure ?? ((int)Status switch
    {
        408 => Later("time-out"),
        429 => Later("too-many-requests"),
        >= 500 => Later("server-error"),
        _ => null,
    });

    public PushResult Later(string reason) => new(PushOutcome.Later, reason, RetryAfter);
}
