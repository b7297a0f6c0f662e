using System.Threading.Channels;
using ImOrleans.Grains.Presence;
using ImOrleans.Protocol.Presence;
using ImOrleans.UnitTests.Hubs;

namespace ImOrleans.UnitTests.Presence;

/// <summary>The owner of a presence, which answers each watch and each report when the test says so, or at once.</summary>
internal sealed class FakePresence
{
    private readonly Channel<Report> reports = Channel.CreateUnbounded<Report>();
    private readonly Channel<Question> questions = Channel.CreateUnbounded<Question>();

    public FakePresence() => Grain = FakeGrains.Of<IPresenceGrain>((method, arguments) => method switch
    {
        nameof(IPresenceGrain.Watch) => Asked((string[])arguments[1]!),
        nameof(IPresenceGrain.Report) => Told((long)arguments[1]!, (string[])arguments[2]!, (bool)arguments[3]!),
        _ => null,
    });

    public IPresenceGrain Grain { get; }

    /// <summary>Answers by itself what is asked: nobody of these may see anything.</summary>
    public string[]? HiddenFrom { get; set; }

    public long Stamp { get; set; } = 1;

    public int Reports { get; private set; }

    public static UserPresence Online(string userId) => new() { UserId = userId, Online = true, Platforms = ["web"] };

    public Task<Report> NextReport() => Next(reports, "No report was made.");

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

    private Task Told(long stamp, string[] platforms, bool connected)
    {
        Reports++;
        Report report = new(stamp, platforms, connected);
        reports.Writer.TryWrite(report);
        return report.Answer.Task;
    }

    internal sealed record Report(long Stamp, string[] Platforms, bool Connected)
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed record Question(string[] ReaderIds)
    {
        public TaskCompletionSource<PresenceAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
