using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Groups;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Known;

/// <summary>
/// The conversations of users, as far as users asked for them here. A client chooses the ids that it asks for, and an id that it invents
/// must activate nothing: so the user's own index is asked first. Only a yes is kept, in bounded memory. It may be out of date: the owner
/// of the conversation judges each call. A no is not kept: the user can become a member at any moment.
/// </summary>
internal sealed class KnownConversations(IGrainFactory grains, IOptions<GatewayOptions> options)
{
    /// <summary>
    /// With the reference, because making one resolves the grain's type again each time, which is a noticeable part of a message.
    /// </summary>
    private readonly Recent<(string UserId, string ConversationId), IConversationGrain> known = new(options.Value.MaxKnownConversations);

    /// <exception cref="ImException"><see cref="ErrorCode.NotAMember"/> when the user's index does not have it.</exception>
    public ValueTask<IConversationGrain> OfAsync(string userId, string conversationId) => known.Find((userId, conversationId)) is { } conversation
        ? new ValueTask<IConversationGrain>(conversation)
        : new ValueTask<IConversationGrain>(AskAsync(userId, conversationId));

    /// <summary>The user is or was a member.</summary>
    public async ValueTask<bool> HasAsync(string userId, string conversationId) =>
        known.Find((userId, conversationId)) is not null || await FindAsync(userId, conversationId) is not null;

    /// <exception cref="ImException"><see cref="ErrorCode.NotInGroup"/> when the user's index does not have it.</exception>
    public async ValueTask<IGroupGrain> OfGroupAsync(string userId, string groupId) => await HasAsync(userId, ConversationKey.Group(groupId))
        ? grains.GetGrain<IGroupGrain>(groupId)
        : throw GroupRefusals.NotInGroup();

    /// <summary>The user has just become a member.</summary>
    public IConversationGrain Add(string userId, string conversationId) =>
        known.Add((userId, conversationId), grains.GetGrain<IConversationGrain>(conversationId));

    private async Task<IConversationGrain> AskAsync(string userId, string conversationId) =>
        await FindAsync(userId, conversationId) ?? throw ConversationRefusals.NotAMember();

    private async Task<IConversationGrain?> FindAsync(string userId, string conversationId) =>
        await grains.GetGrain<IUserGrain>(userId).Knows([conversationId]) is [true] ? Add(userId, conversationId) : null;
}
