using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

/// <summary>A socket that takes frames at once, or only when the test lets it.</summary>
internal sealed class FakeSocket(string id) : HubConnectionContext(
    new DefaultConnectionContext(id), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
{
    private TaskCompletionSource? stalled;

    public override IHubProtocol Protocol { get; set; } = new JsonHubProtocol();

    public List<InvocationMessage> Written { get; } = [];

    public bool Aborted { get; private set; }

    /// <summary>Ids of the messages of all <c>MessagesPosted</c>, one group per run.</summary>
    public string[] Posted => [.. Written
        .Where(frame => frame.Target == "MessagesPosted")
        .SelectMany(frame => (PostedMessages[])frame.Arguments[0]!)
        .Select(run => string.Join('+', run.Messages.Select(message => message.MessageId)))];

    /// <summary>Waits for what another thread writes.</summary>
    public async Task Until(Func<FakeSocket, bool> enough)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        while (!enough(this))
        {
            Assert.False(late.IsCancellationRequested, "Nothing of what was waited for was written.");
            await Task.Yield();
        }
    }

    public void Stall() => stalled = new TaskCompletionSource();

    public void Resume()
    {
        TaskCompletionSource? before = stalled;
        stalled = null;
        before?.SetResult();
    }

    /// <summary>Takes the frame that it has, and stalls at the next.</summary>
    public void ResumeAndStall()
    {
        TaskCompletionSource? before = stalled;
        stalled = new TaskCompletionSource();
        before?.SetResult();
    }

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        Written.Add((InvocationMessage)message.Message!);
        return stalled is null ? default : new ValueTask(stalled.Task);
    }

    public override void Abort() => Aborted = true;

    public ChatConnection Connect(string userId, string deviceId = "phone", string sessionId = "session", GatewayOptions? options = null) =>
        new(this, new Caller(userId, deviceId, sessionId), null!, null!, new UnsentBytes(long.MaxValue, 1), TimeProvider.System, options ?? new GatewayOptions(), new GatewayMetrics(new FakeMeters()));
}
