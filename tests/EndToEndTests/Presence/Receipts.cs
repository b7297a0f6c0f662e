using ImOrleans.EndToEndTests.People;
using ImOrleans.Protocol.Conversations;

namespace ImOrleans.EndToEndTests.Presence;

/// <summary>The receipts of a person, and what others see of them.</summary>
internal static class Receipts
{
    /// <summary>Has everything up to there, has read it, and types.</summary>
    public static async Task GiveAsync(this Connection person, string conversationId, long seq)
    {
        await person.DeliveredAsync(conversationId, seq);
        await person.ReadAsync(conversationId, seq);
        await person.TypeAsync(conversationId);
    }

    /// <summary>A connection passes on one typing a second, so each time is another connection.</summary>
    public static async Task TypeAsync(this Connection person, string conversationId)
    {
        await using Connection typing = await person.Device.ConnectAsync();
        await typing.TypingAsync(conversationId);
    }

    public static async Task ReceivesReceiptsAsync(this Connection reader, string userId, string conversationId, long seq, int typings = 1)
    {
        await reader.ReceivesAsync<DeliveredMoved>(moved => moved == new DeliveredMoved(conversationId, userId, seq));
        await reader.ReceivesAsync<ReadMoved>(moved => moved == new ReadMoved(conversationId, userId, seq));
        await reader.ReceivesAsync<Typed>(_ => reader.ReceiptsOf(userId, conversationId).Count(words => words == "typing") >= typings);
    }

    /// <summary>Those of this user that a connection got, in words, as they came.</summary>
    public static string[] ReceiptsOf(this Connection reader, string userId, string conversationId) =>
    [
        .. reader.Events.Of<object>().Select(happened => happened switch
        {
            DeliveredMoved moved when moved.UserId == userId && moved.ConversationId == conversationId => $"delivered {moved.Seq}",
            ReadMoved moved when moved.UserId == userId && moved.ConversationId == conversationId => $"read {moved.Seq}",
            Typed typed when typed.UserId == userId && typed.ConversationId == conversationId => "typing",
            _ => "",
        }).Where(words => words.Length > 0),
    ];

    /// <summary>The position of this user in the list.</summary>
    /// <returns>Null when it says nothing.</returns>
    public static async Task<(long Delivered, long Read)?> ListedAsync(this Device reader, string userId, string conversationId)
    {
        ConversationPage page = await reader.Api.GetAsync<ConversationPage>("api/conversations?positions=true");
        MemberPosition? position = page.Items.Single(row => row.ConversationId == conversationId).Positions?.SingleOrDefault(one => one.UserId == userId);
        return position is null ? null : (position.Delivered, position.Read);
    }

    public static async Task ChooseAsync(this Device device, string? visibleTo = null, string? receipts = null) =>
        (await device.Api.AskAsync("PUT", "api/presence/privacy", new { visibleTo, receipts })).EnsureDone();
}
