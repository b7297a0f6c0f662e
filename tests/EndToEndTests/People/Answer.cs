using System.Text.Json;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.EndToEndTests.People;

/// <summary>The answer to a REST call.</summary>
public sealed record Answer(string Request, int Status, string? ContentType, string Text)
{
    /// <summary>The number of the catalogue; null when there is none.</summary>
    public int? Code => ContentType == "application/problem+json" && Read().TryGetProperty("code", out JsonElement code) ? code.GetInt32() : null;

    /// <summary>The class, for a client that does not know the number.</summary>
    public RefusalClass? Class => Code is not null && Read().TryGetProperty("class", out JsonElement name) ? ErrorClass.Parse(name.GetString()) : null;

    public bool IsNumberedRefusal => Status is >= 400 and not 500 && Code is { } code && Class == ((ErrorCode)code).KnownClass() && Class is not null;

    public T As<T>()
    {
        EnsureDone();
        return JsonSerializer.Deserialize<T>(Text, Api.Json)!;
    }

    public void EnsureDone() => Assert.True(Status is >= 200 and < 300, $"{Request} was answered with {Status}: {Beginning}");

    /// <summary>Refused with this number, in the form and with the status that belong to it.</summary>
    public void EnsureRefused(ErrorCode code) =>
        Assert.True(
            Code == (int)code && Class == code.Class() && Status == code.HttpStatus(),
            $"{Request} should have been refused with {(int)code} {code} and {code.HttpStatus()}; it was answered with {Status} {ContentType}: {Beginning}");

    /// <summary>Refused as a malformed request, with the status that says in what way.</summary>
    public void EnsureRefusedAs(int status) =>
        Assert.True(Status == status && Code == (int)ErrorCode.MalformedRequest, $"{Request} should have been refused with 1000 and {status}; it was answered with {Status}: {Beginning}");

    /// <summary>Some answers are programs.</summary>
    private string Beginning => Text.Length > 1_000 ? $"{Text[..1_000]}..." : Text;

    private JsonElement Read() => JsonSerializer.Deserialize<JsonElement>(Text);
}
