using System.Threading.Channels;
using ImOrleans.Grains.Conversations;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class AskingAfterDoubtTests
{
    private readonly Channel<(string Id, TaskCompletionSource Answer)> asked = Channel.CreateUnbounded<(string, TaskCompletionSource)>();
    private readonly DoubtfulAppends doubts;

    public AskingAfterDoubtTests() => doubts = new DoubtfulAppends(
        FakeGrains.Of<IGrainFactory>((_, arguments) => FakeGrains.Of<IConversationGrain>(
            (method, _) => method == nameof(IConversationGrain.Announce) ? Ask((string)arguments[0]!) : null)),
        Options.Create(new ConversationOptions { MaxDoubtful = 2 }),
        new ImpatientTime(),
        NullLogger<DoubtfulAppends>.Instance);

    [Fact]
    public async Task A_conversation_is_asked_until_it_has_read_its_log_and_not_once_more()
    {
        doubts.Add("g:a");
        for (int attempt = 0; attempt < 5; attempt++)
        {
            (await Next()).Answer.SetException(new TimeoutException());
        }

        (await Next()).Answer.SetResult();
        doubts.Add("g:b");
        Assert.Equal("g:b", (await Next()).Id);
    }

    [Fact]
    public async Task Requests_during_a_call_are_asked_once_after_it_however_many_they_are()
    {
        doubts.Add("g:a");
        var first = await Next();
        doubts.Add("g:b");
        doubts.Add("g:b");
        first.Answer.SetResult();
        var second = await Next();
        Assert.Equal("g:b", second.Id);

        second.Answer.SetResult();
        doubts.Add("g:c");
        Assert.Equal("g:c", (await Next()).Id);
    }

    [Fact]
    public async Task More_than_the_bound_do_not_wait_and_those_that_wait_are_asked()
    {
        doubts.Add("g:a");
        var first = await Next();
        Array.ForEach(["g:b", "g:c", "g:d", "g:e"], doubts.Add);
        first.Answer.SetResult();
        var others = new[] { await Next(), await Next() };
        Assert.Equal(["g:b", "g:c"], others.Select(other => other.Id).Order(StringComparer.Ordinal));

        Array.ForEach(others, other => other.Answer.SetResult());
        doubts.Add("g:f");
        Assert.Equal("g:f", (await Next()).Id);
    }

    private Task Ask(string conversationId)
    {
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.Writer.TryWrite((conversationId, answer));
        return answer.Task;
    }

    private async Task<(string Id, TaskCompletionSource Answer)> Next()
    {
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(10));
        try
        {
            return await asked.Reader.ReadAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No conversation was asked.");
        }
    }
}
