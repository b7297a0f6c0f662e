using System.Net;
using ImOrleans.Gateway.Limits;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class LimitingTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_burst_passes_and_then_so_many_a_second()
    {
        SendBudget budget = new(new LimitOptions { SendBurst = 100, SendsPerSecond = 10 }, time);
        budget.Take(99);
        budget.Take(1);
        Assert.Equal(ErrorCode.TooManySends, Assert.Throws<ImException>(() => budget.Take(1)).Code);

        time.Advance(TimeSpan.FromSeconds(1));
        budget.Take(10);
        Assert.Throws<ImException>(() => budget.Take(1));
    }

    [Fact]
    public void A_refused_send_passes_after_the_time_it_was_told()
    {
        SendBudget budget = new(new LimitOptions { SendBurst = 100, SendsPerSecond = 10 }, time);
        budget.Take(100);
        TimeSpan wait = Assert.Throws<ImException>(() => budget.Take(32)).RetryAfter!.Value;
        Assert.Equal(TimeSpan.FromSeconds(3.2), wait);

        time.Advance(wait);
        budget.Take(32);
    }

    [Fact]
    public void A_refused_send_costs_nothing_and_rest_does_not_exceed_the_burst()
    {
        SendBudget budget = new(new LimitOptions { SendBurst = 100, SendsPerSecond = 10 }, time);
        budget.Take(90);
        Assert.Throws<ImException>(() => budget.Take(32));
        budget.Take(10);

        time.Advance(TimeSpan.FromDays(1));
        budget.Take(100);
        Assert.Throws<ImException>(() => budget.Take(1));
    }

    [Fact]
    public void Sessions_have_budgets_of_their_own()
    {
        using SessionSendLimit limit = new(Options.Create(new LimitOptions { SendBurst = 32, SendsPerSecond = 1 }));
        limit.Take("one", 32);
        Assert.Equal(ErrorCode.TooManySends, Assert.Throws<ImException>(() => limit.Take("one", 32)).Code);
        limit.Take("two", 1_000);
    }

    [Fact]
    public void Registrations_are_counted_per_address()
    {
        using RegistrationLimit limit = new(Options.Create(new LimitOptions { RegistrationsPerAddress = 2 }));
        limit.Take("a");
        limit.Take("a");
        ImException refused = Assert.Throws<ImException>(() => limit.Take("a"));
        limit.Take("b");

        Assert.Equal(ErrorCode.TooManyRegistrations, refused.Code);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task Only_failed_sign_ins_count()
    {
        using SignInLimit limit = new(Options.Create(new LimitOptions { FailedSignInsPerAddress = 2 }));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(1, await Attempt(limit, () => Task.FromResult(1)));
        }

        await Assert.ThrowsAsync<ImException>(() => Attempt(limit, Fail));
        Assert.Equal(ErrorCode.WrongCredentials, (await Assert.ThrowsAsync<ImException>(() => Attempt(limit, Fail))).Code);
        ImException refused = await Assert.ThrowsAsync<ImException>(() => Attempt(limit, () => Task.FromResult(1)));
        Assert.Equal(ErrorCode.TooManyAttempts, refused.Code);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task Attempts_at_once_cannot_outrun_the_count()
    {
        LimitOptions options = new() { FailedSignInsPerAddress = 5, SignInsAtOncePerAddress = 2 };
        using SignInLimit limit = new(Options.Create(options));
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int checkedPasswords = 0;
        Task[] attempts = [.. Enumerable.Range(0, 100).Select(_ => Attempt(limit, async () =>
        {
            Interlocked.Increment(ref checkedPasswords);
            await open.Task;
            return await Fail();
        }))];

        open.SetResult();
        await Assert.ThrowsAsync<ImException>(() => Task.WhenAll(attempts));

        Assert.InRange(checkedPasswords, options.FailedSignInsPerAddress, options.FailedSignInsPerAddress + options.SignInsAtOncePerAddress - 1);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void An_address_is_counted_under_its_subscriber(string address, string subscriber) =>
        Assert.Equal(subscriber, ClientAddress.Of(IPAddress.Parse(address)));

    private static Task<int> Attempt(SignInLimit limit, Func<Task<int>> attempt) =>
        limit.AttemptAsync("address", attempt, TestContext.Current.CancellationToken);

    private static Task<int> Fail() => Task.FromException<int>(new ImException(ErrorCode.WrongCredentials, "Wrong."));
}
