#pragma warning disable xUnit1051 // Nothing here waits.
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImOrleans.Gateway.Hubs.MessagePack;
using ImOrleans.Gateway.Json;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using MessagePack;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>MessagePack and JSON carry the same maps.</summary>
public sealed class SpeakingBothWiresTests
{
    public static TheoryData<Type, bool> Records => [.. RecordSamples.Types.SelectMany(type => new[] { (type, true), (type, false) })];

    [Theory, MemberData(nameof(Records))]
    public void Every_record_is_the_same_map_on_both(Type type, bool full)
    {
        object record = RecordSamples.Make(type, full);
        JsonNode? json = JsonSerializer.SerializeToNode(record, type, GatewayJson.Options);
        JsonNode? packed = JsonNode.Parse(MessagePackSerializer.ConvertToJson(Pack(record)));

        Assert.True(JsonNode.DeepEquals(json, packed), $"JSON:        {json}\nMessagePack: {packed}");
    }

    [Theory, MemberData(nameof(Records))]
    public void Every_record_comes_back_as_it_was(Type type, bool full)
    {
        object record = RecordSamples.Make(type, full);
        object? back = MessagePackSerializer.Deserialize(type, Pack(record), ProtocolMessagePack.Options);

        Assert.Equal(JsonSerializer.Serialize(record, type, GatewayJson.Options), JsonSerializer.Serialize(back, type, GatewayJson.Options));
    }

    [Fact]
    public void The_nothing_that_a_call_without_a_result_answers_can_be_read() =>
        Assert.Null(MessagePackSerializer.Deserialize<object?>(new byte[] { MessagePackCode.Nil }, ProtocolMessagePack.Options));

    [Fact]
    public void Unknown_members_are_skipped()
    {
        HistoryQuery query = Unpack<HistoryQuery>("""{"after": 3, "colour": {"deep": [1, {"x": null}]}, "limit": 5}""");

        Assert.Equal(new HistoryQuery { After = 3, Limit = 5 }, query);
    }

    [Fact]
    public void A_missing_required_member_is_an_error() =>
        Assert.Throws<MessagePackSerializationException>(() => Unpack<ConversationPosition>("""{"conversationId": "g:a"}"""));

    [Fact]
    public void Null_where_none_is_meant_is_an_error() =>
        Assert.Throws<MessagePackSerializationException>(() => Unpack<ConversationPosition>("""{"conversationId": null, "seq": 1}"""));

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error() =>
        Assert.Throws<MessagePackSerializationException>(() => Unpack<ConversationPosition>("""{"conversationId": "g:a", "seq": "1"}"""));

    [Fact]
    public void A_map_nested_without_end_is_an_error()
    {
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        writer.WriteMapHeader(1);
        writer.Write("unknown");
        for (int i = 0; i < 100_000; i++)
        {
            writer.WriteArrayHeader(1);
        }

        writer.WriteNil();
        writer.Flush();

        Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<MessageDraft>(bytes.WrittenMemory, ProtocolMessagePack.Options));
    }

    private static byte[] Pack(object record) => MessagePackSerializer.Serialize(record.GetType(), record, ProtocolMessagePack.Options);

    private static T Unpack<T>(string json) => MessagePackSerializer.Deserialize<T>(MessagePackSerializer.ConvertFromJson(json), ProtocolMessagePack.Options);
}
