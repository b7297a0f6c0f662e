using System.Text.Json;
using ImOrleans.Gateway.Json;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Json;
using ImOrleans.Protocol.Messages;
using ImOrleans.UnitTests.Hubs;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class JsonSpeakingTests
{
    [Fact]
    public void Times_are_utc_with_exactly_milliseconds() => Assert.Equal(
        "\"2026-01-02T01:04:05.000Z\"", Write(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2))));

    [Fact]
    public void Absent_members_are_omitted_and_texts_stay_readable() =>
        Assert.Equal("""{"text":"火锅 'n <b>"}""", Write(new MessageContent { Text = "火锅 'n <b>" }));

    [Fact]
    public void Unknown_members_are_ignored() =>
        Assert.Equal("x", Read<RefreshRequest>("""{"refreshToken":"x","newer":{"a":[1]}}""").RefreshToken);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"refreshToken":null}""")]
    [InlineData("""{"refreshToken":5}""")]
    [InlineData("""{"RefreshToken":"x"}""")]
    [InlineData("""{"refreshToken":"\ud800"}""")]
    public void A_required_member_must_be_there_as_written(string json) => Assert.Throws<JsonException>(() => Read<RefreshRequest>(json));

    [Theory]
    [InlineData("""{"limit":"5"}""")]
    [InlineData("""{"limit":1.5}""")]
    [InlineData("""{"after":1e300}""")]
    public void A_number_is_a_whole_number(string json) => Assert.Throws<JsonException>(() => Read<HistoryQuery>(json));

    [Fact]
    public void Every_record_of_the_protocol_needs_no_reflection() =>
        Assert.All(RecordSamples.Types, type => Assert.NotNull(ProtocolJson.Default.GetTypeInfo(type)));

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, GatewayJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, GatewayJson.Options)!;
}
