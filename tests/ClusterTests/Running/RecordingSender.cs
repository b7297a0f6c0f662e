using System.Collections.Concurrent;
using ImOrleans.Grains.Push;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A provider that keeps what it is sent, and answers as a test wants.</summary>
internal sealed class RecordingSender : IPushSender
{
    public const string Name = "recording";

    private readonly ConcurrentQueue<PushRequest> taken = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<PushResult>> answers = new();
    private TaskCompletionSource next = New();

    public string Provider => Name;

    public int MaxBatch => 2;

    public string? FindFault(string token) => token.Contains(' ', StringComparison.Ordinal) ? "A token has no blanks." : null;

    /// <summary>The answers to the next requests with this token; then it accepts.</summary>
    public void Answer(string token, params PushResult[] results) => answers[token] = new(results);

    /// <summary>What came for a token, in its order.</summary>
    public PushRequest[] Of(string token) => [.. taken.Where(request => request.Token == token)];

    public Task<PushResult[]> SendAsync(PushRequest[] requests, CancellationToken cancellationToken)
    {
        Array.ForEach(requests, taken.Enqueue);
        Interlocked.Exchange(ref next, New()).SetResult();
        return Task.FromResult(Array.ConvertAll(requests, request =>
            answers.TryGetValue(request.Token, out ConcurrentQueue<PushResult>? waiting) && waiting.TryDequeue(out PushResult? result)
                ? result
                : new PushResult(PushOutcome.Accepted, "")));
    }

    /// <returns>The first request that is the wanted one.</returns>
    public async Task<PushRequest> Until(string token, Func<PushRequest, bool> isWanted, string missing)
    {
        while (true)
        {
            Task more = next.Task;
            if (Array.Find(Of(token), request => isWanted(request)) is { } found)
            {
                return found;
            }

            await more.Soon(missing);
        }
    }

    public Task<PushRequest> Until(string token, long seq) =>
        Until(token, request => request.Kind == PushKind.Alert && request.Seq >= seq, $"There was no notification of message {seq}.");

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
