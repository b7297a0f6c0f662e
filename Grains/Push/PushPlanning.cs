using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Presence;
using ImOrleans.Grains.Sessions;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Messages;
using ImOrleans.Protocol.Presence;

namespace ImOrleans.Grains.Push;

/// <summary>Turns what waits into requests for providers, by the facts of this moment. Changes nothing.</summary>
internal sealed class PushPlanning(
    string userId,
    Func<PushState> state,
    PushDesk desk,
    PushSenders senders,
    IGrainFactory grains,
    IMessageLog log,
    IUserDirectory directory,
    PushOptions options,
    TimeProvider time)
{
    public async Task<PlannedPush[]> PlanAsync(WaitingPush[] due)
    {
        PushFacts facts = await AskAsync(due);
        UnseenEntries entries = new(userId, log, options);
        List<PlannedPush> plans = [];
        for (int i = 0; i < due.Length; i++)
        {
            plans.Add(await PlanAsync(due[i], facts.User.Places[i], facts, entries, HeadOf(due, due[i].ConversationId)));
        }

        return [.. plans];
    }

    private static long HeadOf(WaitingPush[] due, string conversationId) =>
        due.Where(waiting => waiting.ConversationId == conversationId).Max(waiting => waiting.Seq);

    private async Task<PushFacts> AskAsync(WaitingPush[] due)
    {
        DeviceSession[] sessions = await grains.GetGrain<ISessionsGrain>(userId).List(sessionId: "");
        HashSet<string> owned = new(StringComparer.Ordinal);
        foreach (string deviceId in due.Select(waiting => waiting.DeviceId).Distinct())
        {
            if (desk.Find(deviceId) is { } device
                && await grains.GetGrain<IPushTokenGrain>(PushTokenKey.Of(device.Provider, device.Token)).IsOf(userId, deviceId))
            {
                owned.Add(deviceId);
            }
        }

        NotifyFacts user = await grains.GetGrain<IUserNotifyGrain>(userId).Notifying(
            Array.ConvertAll(due, waiting => new NotifyPlace(waiting.DeviceId, waiting.ConversationId)));
        return new PushFacts(
            sessions.ToDictionary(session => session.DeviceId, session => session.Platform),
            owned,
            user,
            options.ActiveDesktopSuppresses && await IsOnDesktopAsync(),
            time.GetUtcNow());
    }

    private async Task<bool> IsOnDesktopAsync()
    {
        UserPresence presence = await grains.GetGrain<IPresenceGrain>(userId).Get(userId);
        return presence is { Online: true, Platforms: { } platforms }
            && platforms.Any(platform => DevicePlatform.ClassOf(platform) == "desktop");
    }

    private async Task<PlannedPush> PlanAsync(WaitingPush waiting, NotifyFact? fact, PushFacts facts, UnseenEntries entries, long head)
    {
        long upTo = waiting.Seq;
        if (PushDecisions.RuleFor(waiting, fact, facts, state().Settings, options.TimeToLive) is { } rule)
        {
            return PlannedPush.Suppressed(waiting, rule);
        }

        if (desk.Find(waiting.DeviceId) is not { } device || senders.Find(device.Provider) is null)
        {
            return PlannedPush.Suppressed(waiting, PushRule.NotConfigured);
        }

        if (waiting.IsWithdrawal)
        {
            return new PlannedPush(waiting, upTo, RequestOf(waiting, upTo, device, facts), "");
        }

        Message[] unseen = await entries.ReadAsync(waiting.ConversationId, fact!, upTo, head);
        if (unseen is not [.., { } newest] || newest.Seq <= desk.DecidedUpTo(waiting))
        {
            return new PlannedPush(waiting, upTo, null, PushRule.NothingNew);
        }

        PushRequest request = RequestOf(waiting, newest.Seq, device, facts);
        return new PlannedPush(waiting, upTo, await DescribeAsync(request, device, fact!, newest, unseen.Length), "");
    }

    private PushRequest RequestOf(WaitingPush waiting, long seq, PushRegistration device, PushFacts facts) => new()
    {
        Id = PushIds.Of(userId, waiting, seq),
        Token = device.Token,
        Kind = waiting.IsWithdrawal ? PushKind.Withdraw : PushKind.Alert,
        ConversationId = waiting.ConversationId,
        Seq = seq,
        CollapseId = PushIds.Collapse(waiting.ConversationId),
        Link = $"/#/c/{waiting.ConversationId}",
        Badge = facts.User.Badge,
        TimeToLive = options.TimeToLive,
        Urgent = !waiting.IsWithdrawal,
    };

    private async Task<PushRequest> DescribeAsync(PushRequest request, PushRegistration device, NotifyFact fact, Message newest, int count)
    {
        UserProfile? sender = (await directory.FindAsync([newest.SenderId])).GetValueOrDefault(newest.SenderId);
        bool isHidden = options.HideText || state().Settings.HideText == true;
        string name = sender?.DisplayName ?? "";
        return request with
        {
            Title = fact.Title ?? name,
            Body = PushText.Body(
                device.Language ?? state().Settings.Language,
                isHidden ? null : newest.Overlay?.Content?.Text ?? newest.Content.Text,
                fact.Title is null || name.Length == 0 ? null : name,
                count,
                count >= options.MaxEntries,
                options.MaxText),
            Avatar = sender?.AvatarUrl,
            Sound = device.Sound,
            Channel = device.Channel,
        };
    }
}
