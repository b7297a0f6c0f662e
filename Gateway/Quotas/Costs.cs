using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Protocol.Errors;

namespace ImOrleans.Gateway.Quotas;

/// <summary>The cost of a REST request besides the one call that every request is.</summary>
internal sealed class Costs(CallLimits limits, ByteTabs tabs)
{
    /// <summary>Bytes that each entry counts as, besides its body: its ids, numbers and places in indexes.</summary>
    public const int EntryBytes = 256;

    /// <summary>An id, which is what a notice says of a person.</summary>
    private const int PersonBytes = 32;

    /// <summary>A call for each write or question that the request causes in silos.</summary>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManyCalls"/>, with the time after which the same request passes.</exception>
    public void TakeCalls(HttpContext context, Caller caller, int calls) => limits.TakeMore(caller, ClientAddress.Of(context), calls);

    /// <summary>Runs a change that a group is given notice of. The notice is a message of the caller.</summary>
    /// <param name="people">Whom the notice names.</param>
    /// <exception cref="ImException"><see cref="ErrorCode.TooManySends"/>, <see cref="ErrorCode.TooMuchStored"/>, and what the change
    /// throws.</exception>
    public async Task NoticeAsync(Caller caller, int people, Func<Task> change)
    {
        ByteTab tab = tabs.Of(caller.UserId);
        tab.EnsureOpen();
        limits.TakeSend(caller, 1);
        await change();
        tab.Add(EntryBytes + ((long)PersonBytes * people));
    }
}
