using ImOrleans.Grains.Calls;
using ImOrleans.Grains.Conversations.Log;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Grains.Conversations;

/// <summary>
/// Repairs losses of the live lane. Devices acknowledge, so most members are settled before a delay has passed and cost nothing more. The
/// user grain of a member who is not settled is notified, by at most one call per delay, however busy the conversation is, until it answers
/// that its devices are taken care of. Senders are notified in the same way of their own entries. All turns of the conversation may meet
/// here; no state is kept across an await.
/// </summary>
/// <param name="tick">Starts calling <see cref="Tick"/> once a delay, until its result is disposed.</param>
internal sealed class DeliveryWatch(
    string conversationId, IGrainFactory grains, Func<Roster> roster, ConversationOptions options, TimeProvider time, Func<IDisposable> tick)
{
    private const int ParallelCalls = 32;
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, WatchedMember> members = [];
    private readonly Queue<string> waiting = new();
    private IDisposable? ticking;
    private LogPosition newest;
    private LogPosition due;
    private long old;
    private int calls;

    private bool IsWatching => roster().Members.Count <= options.MaxWatched;

    /// <summary>Entries that are in the log at activation were watched before: reading history must not notify all members.</summary>
    public void Begin(LogPosition head) => (newest, old) = (head, head.Seq);

    /// <summary>Entries are stored.</summary>
    /// <param name="first">The first entry that members have to be notified of.</param>
    public void Posted(long first, LogPosition last)
    {
        old = Math.Min(old, first - 1);
        newest = last.Seq > newest.Seq ? last : newest;
        Start();
    }

    public void Sent(string userId, string deviceId, long seq, long ordinal)
    {
        Of(userId).Sent(deviceId, seq, ordinal);
        Start();
    }

    public void Settle(string userId, long seq)
    {
        if (IsWatching && roster().Contains(userId))
        {
            WatchedMember member = Of(userId);
            member.Settled = Math.Max(member.Settled, Math.Min(seq, newest.Seq));
        }
    }

    public void Forget(IEnumerable<string> userIds)
    {
        foreach (string userId in userIds)
        {
            members.Remove(userId);
        }
    }

    /// <summary>A delay has passed: what was posted before it is due.</summary>
    public void Tick()
    {
        foreach (string userId in IsWatching ? roster().Members.Keys : members.Keys)
        {
            if (IsDue(userId))
            {
                Of(userId).IsBusy = true;
                waiting.Enqueue(userId);
            }
        }

        while (calls < ParallelCalls && waiting.Count > 0)
        {
            calls++;
            CallWaitingAsync().Ignore();
        }

        if (calls == 0 && due == newest && IsQuiet())
        {
            ticking?.Dispose();
            ticking = null;
        }

        due = newest;
    }

    /// <summary>Before the activation ends, members who are not settled are notified once, with best effort.</summary>
    public async Task FlushAsync()
    {
        due = newest;
        string[] unsettled = [.. (IsWatching ? roster().Members.Keys : members.Keys).Where(userId => NeedsWord(userId))];
        await Task.WhenAll(unsettled.Select(CallAsync)).WaitAsync(LongestFlush, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void Start()
    {
        if (ticking is null)
        {
            due = newest;
            ticking = tick();
        }
    }

    private bool IsQuiet() => !(IsWatching ? roster().Members.Keys : members.Keys).Any(NeedsWord);

    private bool IsDue(string userId) =>
        NeedsWord(userId) && (!members.TryGetValue(userId, out WatchedMember? member) || (!member.IsBusy && time.GetTimestamp() >= member.RestsUntil));

    private bool NeedsWord(string userId) => members.TryGetValue(userId, out WatchedMember? member)
        ? member.Own is not null || (IsWatching && Math.Max(member.Settled, OldFor(userId)) < due.Seq)
        : IsWatching && OldFor(userId) < due.Seq;

    private long OldFor(string userId) => Math.Max(old, roster().FirstSeqOf(userId) - 1);

    private WatchedMember Of(string userId)
    {
        if (!members.TryGetValue(userId, out WatchedMember? member))
        {
            members[userId] = member = new WatchedMember();
        }

        return member;
    }

    private async Task CallWaitingAsync()
    {
        try
        {
            while (waiting.TryDequeue(out string? userId))
            {
                await CallAsync(userId);
            }
        }
        finally
        {
            calls--;
        }
    }

    private async Task CallAsync(string userId)
    {
        WatchedMember member = Of(userId);
        OwnEntries? own = member.Own;
        try
        {
            PostedAnswer answer = await grains.GetGrain<IUserGrain>(userId).Posted(new PostedNews
            {
                ConversationId = conversationId,
                Head = due.Seq,
                Ordinal = due.Ordinal,
                At = due.SentAt,
                Watched = IsWatching && roster().Contains(userId),
                Own = own,
            });
            member.Settled = Math.Max(member.Settled, answer.Settled);
            member.Own = member.Own == own ? null : member.Own;
            member.Failures = 0;
            Rest(member, answer.Pause);
        }
        catch (Exception failure) when (failure.IsPassing || failure is ImException)
        {
            // Said again, ever more rarely, as long as the conversation is awake.
            TimeSpan rest = options.AcknowledgementDelay * (1 << Math.Min(member.Failures++, 8));
            Rest(member, rest < LongestRest ? rest : LongestRest);
        }
        finally
        {
            member.IsBusy = false;
        }
    }

    private void Rest(WatchedMember member, TimeSpan pause) =>
        member.RestsUntil = pause == TimeSpan.Zero ? 0 : time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
}
