using ImOrleans.Grains.Accounts;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class QueueingPasswordsTests
{
    private readonly PasswordQueue queue = new(Options.Create(new AccountOptions { PasswordThreads = 1, MaxWaitingPasswords = 3 }));
    private readonly List<string> order = [];

    [Fact]
    public async Task So_many_run_at_once_and_the_rest_wait_with_known_devices_first()
    {
        using ManualResetEventSlim open = new();
        TaskCompletionSource busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> first = queue.RunAsync(
            () =>
            {
                busy.SetResult();
                return open.Wait(TimeSpan.FromSeconds(30));
            },
            isKnown: false);
        await busy.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Task<bool>[] strangers = [.. Enumerable.Range(0, 3).Select(_ => Run("stranger", isKnown: false))];
        Refusals.Refused(ErrorCode.TooManyAttempts, () => _ = Run("one too many", isKnown: false));
        Task<bool>[] known = [.. Enumerable.Range(0, 2).Select(_ => Run("known", isKnown: true))];

        Assert.Empty(order);
        open.Set();

        Assert.All(await Task.WhenAll([first, .. strangers, .. known]), Assert.True);
        Assert.Equal(["known", "known", "stranger", "stranger", "stranger"], order);
    }

    [Fact]
    public async Task Work_that_fails_fails_its_caller_and_nobody_else()
    {
        await Assert.ThrowsAsync<FormatException>(() => queue.RunAsync<int>(() => throw new FormatException(), isKnown: false));
        Assert.Equal(1, await queue.RunAsync(() => 1, isKnown: false));
    }

    private Task<bool> Run(string name, bool isKnown) => queue.RunAsync(
        () =>
        {
            lock (order)
            {
                order.Add(name);
            }

            return true;
        },
        isKnown);
}
