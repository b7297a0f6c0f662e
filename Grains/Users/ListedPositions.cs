using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Users;

/// <summary>
/// How far the others have got, for the rows of a list. Conversations know the positions and who has written; privacy is asked of its
/// owners, of each once for all rows. The list waits for none that does not answer: a conversation without an answer has no positions, a
/// member without one is not shown.
/// </summary>
internal sealed class ListedPositions(string userId, IGrainFactory grains)
{
    private const int ParallelCalls = 32;

    /// <returns>The rows with positions; unchanged for a user who may not see the receipts of others.</returns>
    public async Task<ConversationSummary[]> AddToAsync(ConversationSummary[] rows)
    {
        PresencePrivacy? own = await PrivacyOfAsync(userId);
        if (own is null || Array.TrueForAll(rows, row => !ReceiptPrivacy.Of(own, row.ConversationId).Sees))
        {
            return rows;
        }

        MemberPosition[]?[] positions = await EachAsync(rows, row => PositionsInAsync(row.ConversationId));
        string[] others = [.. positions.SelectMany(some => some ?? []).Select(position => position.UserId).Distinct(StringComparer.Ordinal)];
        PresencePrivacy?[] privacies = await EachAsync(others, PrivacyOfAsync);
        Dictionary<string, PresencePrivacy?> privacyOf = others.Zip(privacies).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. rows.Zip(positions, (row, some) => row with { Positions = some is null ? null : ShownOf(row, some) })];

        MemberPosition[] ShownOf(ConversationSummary row, MemberPosition[] some) => Array.FindAll(
            some, position => privacyOf[position.UserId] is { } privacy && ReceiptPrivacy.Of(privacy, row.ConversationId).Shows);
    }

    private Task<MemberPosition[]?> PositionsInAsync(string conversationId) =>
        AnswerOrNullAsync(grains.GetGrain<IConversationGrain>(conversationId).Positions(userId));

    private Task<PresencePrivacy?> PrivacyOfAsync(string memberId) =>
        AnswerOrNullAsync<PresencePrivacy>(grains.GetGrain<IPresenceGrain>(memberId).Privacy()!);

    private static async Task<T?> AnswerOrNullAsync<T>(Task<T?> asked)
        where T : class
    {
        await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return asked.IsCompletedSuccessfully ? await asked : null;
    }

    private static async Task<TAnswer[]> EachAsync<T, TAnswer>(T[] items, Func<T, Task<TAnswer>> ask)
    {
        List<TAnswer> answers = new(items.Length);
        foreach (T[] some in items.Chunk(ParallelCalls))
        {
            answers.AddRange(await Task.WhenAll(some.Select(ask)));
        }

        return [.. answers];
    }
}
