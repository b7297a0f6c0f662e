using System.Threading.Channels;
using ImOrleans.Gateway.Calls;
using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImOrleans.UnitTests.Presence;

/// <summary>The owner of a presence, which answers each watch and each report when the test says so, or at once.</summary>
internal sealed class FakePresence
{
    private readonly Channel<Reported> reports = Channel.CreateUnbounded<Reported>();
    private readonly Channel<Question> questions = Channel.CreateUnbounded<Question>();

    public FakePresence() => Grain = FakeGrains.Of<IPresenceGrain>((method, arguments) => method switch
    {
        nameof(IPresenceGrain.Watch) => Asked((string[])arguments[1]!),
        nameof(IPresenceGrain.Report) => Take((ConnectionReport)arguments[0]!),
        _ => null,
    });

    public IPresenceGrain Grain { get; }

    /// <summary>Answers by itself what is asked: nobody of these may see anything.</summary>
    public string[]? HiddenFrom { get; set; }

    public long Stamp { get; set; } = 1;

    /// <summary>Reports that were made.</summary>
    public int Count { get; private set; }

    public static UserPresence Online(string userId) => new() { UserId = userId, Online = true, Platforms = ["web"] };

    public Task<Reported> NextReport() => Next(reports, "No report was made.");

    /// <summary>The reports of a gateway whose users all have this owner.</summary>
    public ConnectionReports Reports(ChatConnections connections) => new(
        connections, FakeGrains.Factory(Grain), new GatewayIdentity(TimeProvider.System),
        new Retries(TimeProvider.System, Options.Create(new GatewayOptions { RetryFor = TimeSpan.Zero }), new SiloLosses(isApart: false)), Options.Create(new PresenceOptions()),
        TimeProvider.System, NullLogger<ConnectionReports>.Instance);

    public Task<Question> NextQuestion() => Next(questions, "The owner was not asked.");

    private static async Task<T> Next<T>(Channel<T> channel, string missing)
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            return await channel.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(missing);
        }
    }

    private Task<PresenceAnswer> Asked(string[] readerIds)
    {
        if (HiddenFrom is { } hidden)
        {
            return Task.FromResult(new PresenceAnswer { Presence = Online("bob"), ReaderIds = [.. readerIds.Except(hidden)], Stamp = Stamp });
        }

        Question question = new(readerIds);
        questions.Writer.TryWrite(question);
        return question.Answer.Task;
    }

    private Task<bool> Take(ConnectionReport made)
    {
        Count++;
        Reported report = new(made);
        reports.Writer.TryWrite(report);
        return report.Answer.Task;
    }

    internal sealed record Reported(ConnectionReport Report)
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed record Question(string[] ReaderIds)
    {
        public TaskCompletionSource<PresenceAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
