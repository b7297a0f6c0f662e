using System.Net;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Limits;
using ImOrleans.Gateway.Process;
using ImOrleans.Protocol.Errors;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class LimitingTests
{
    private static readonly Caller Ann = new("ann", "phone", "one");
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_burst_passes_and_then_so_many_a_second()
    {
        TokenBucket bucket = new(new Rate(100, 10), time);
        Assert.Equal(TimeSpan.Zero, bucket.Take(99));
        Assert.Equal(TimeSpan.Zero, bucket.Take(1));
        Assert.Equal(TimeSpan.FromSeconds(0.1), bucket.Take(1));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, bucket.Take(10));
        Assert.NotEqual(TimeSpan.Zero, bucket.Take(1));
    }

    [Fact]
    public void A_refused_call_passes_after_the_time_in_the_refusal()
    {
        TokenBucket bucket = new(new Rate(100, 10), time);
        bucket.Take(100);
        TimeSpan wait = bucket.Take(32);
        Assert.Equal(TimeSpan.FromSeconds(3.2), wait);

        time.Advance(wait);
        Assert.Equal(TimeSpan.Zero, bucket.Take(32));
    }

    [Fact]
    public void A_refusal_costs_nothing_and_rest_does_not_exceed_the_burst()
    {
        TokenBucket bucket = new(new Rate(100, 10), time);
        bucket.Take(90);
        Assert.NotEqual(TimeSpan.Zero, bucket.Take(32));
        Assert.Equal(TimeSpan.Zero, bucket.Take(10));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.Zero, bucket.Take(100));
        Assert.NotEqual(TimeSpan.Zero, bucket.Take(1));
    }

    [Fact]
    public void A_connection_stays_within_its_own_budget_its_users_and_its_addresss()
    {
        CallLimits limits = Limits(new LimitOptions { CallsPerSecond = 1, UserCallsPerSecond = 1, AddressCallsPerSecond = 1, SendsPerSecond = 1, UserSendsPerSecond = 1, CallBurst = 40, UserCallBurst = 60, AddressCallBurst = 80, SendBurst = 40, UserSendBurst = 60 });
        (ConnectionBudget phone, ConnectionBudget laptop) = (limits.Of(Ann, "office"), limits.Of(Ann, "office"));
        ConnectionBudget bob = limits.Of(Ann with { UserId = "bob" }, "office");

        Assert.Equal([40, 20, 20], new[] { phone, laptop, bob }.Select(budget => Passing(budget.TakeCall)));
        Assert.Equal([40, 20, 40], new[] { phone, laptop, bob }.Select(budget => Passing(() => budget.TakeSend(1))));
    }

    [Theory, InlineData(40, 60), InlineData(60, 40)]
    public void A_request_above_the_burst_passes_with_a_full_bucket_and_after_the_wait_in_the_refusal(int userBurst, int addressBurst)
    {
        CallLimits limits = Limits(new LimitOptions
        {
            UserCallBurst = userBurst, UserCallsPerSecond = 1, AddressCallBurst = addressBurst, AddressCallsPerSecond = 1,
        });
        Request(limits, 499);
        for (int i = 0; i < 3; i++)
        {
            // The first refusal is that of any request; the second one knows what this one costs.
            EnsureRefusedAndWait(limits);
            EnsureRefusedAndWait(limits);
            Request(limits, 499);
        }
    }

    private void EnsureRefusedAndWait(CallLimits limits)
    {
        ImException refused = Assert.Throws<ImException>(() => Request(limits, 499));
        Assert.Equal(ErrorCode.TooManyCalls, refused.Code);
        time.Advance(refused.RetryAfter!.Value);
    }

    [Fact]
    public void A_refused_request_costs_nothing_neither_its_user_nor_its_address()
    {
        CallLimits limits = Limits(new LimitOptions { UserCallBurst = 50, UserCallsPerSecond = 1, AddressCallBurst = 50, AddressCallsPerSecond = 1 });
        Request(limits, 20);
        Assert.Throws<ImException>(() => Request(limits, 40));
        Request(limits, 28);
        Assert.NotNull(limits.RefuseCall(Ann));
        Assert.NotNull(limits.RefuseCall("office"));
    }

    /// <summary>As a request goes through the gateway: counted by its address, by its user, and then by what it asks for.</summary>
    private static void Request(CallLimits limits, int more)
    {
        if ((limits.RefuseCall("office") ?? limits.RefuseCall(Ann)) is { } refusal)
        {
            throw refusal;
        }

        limits.TakeMore(Ann, "office", more);
    }

    [Fact]
    public void A_refusal_by_a_wider_limit_spends_nothing_of_the_narrower_ones()
    {
        CallLimits limits = Limits(new LimitOptions { SendBurst = 40, SendsPerSecond = 1, UserSendBurst = 60, UserSendsPerSecond = 20 });
        (ConnectionBudget phone, ConnectionBudget laptop) = (limits.Of(Ann, "a"), limits.Of(Ann, "b"));
        phone.TakeSend(40);
        laptop.TakeSend(10);
        ImException refused = Assert.Throws<ImException>(() => laptop.TakeSend(30));
        Assert.Equal((ErrorCode.TooManySends, TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));

        time.Advance(TimeSpan.FromSeconds(1));
        laptop.TakeSend(30);
    }

    [Fact]
    public void Sessions_have_budgets_of_their_own_over_REST()
    {
        CallLimits limits = Limits(new LimitOptions { SendBurst = 32, SendsPerSecond = 1, UserSendBurst = 60 });
        limits.TakeSend(Ann, 32);
        Assert.Equal(ErrorCode.TooManySends, Assert.Throws<ImException>(() => limits.TakeSend(Ann, 1)).Code);
        limits.TakeSend(Ann with { SessionId = "two" }, 28);
        Assert.Throws<ImException>(() => limits.TakeSend(Ann with { SessionId = "three" }, 1));
    }

    [Fact]
    public void Strangers_without_number_are_counted_in_bounded_memory_and_take_nothing_from_who_is_known()
    {
        Buckets buckets = new(new Rate(2, 1), most: 10, time);
        buckets.Of("known").Take(1);
        for (int i = 0; i < 1_000; i++)
        {
            buckets.Of($"stranger {i}").Take(1);
        }

        Assert.Equal(10, buckets.Count);
        Assert.Equal(TimeSpan.Zero, buckets.Of("known").Take(1));
        Assert.NotEqual(TimeSpan.Zero, buckets.Of("known").Take(1));
        Assert.NotEqual(TimeSpan.Zero, buckets.Of("one more stranger").Take(1));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, buckets.Of("one more stranger").Take(2));
        Assert.Equal(1, buckets.Count);
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

    private CallLimits Limits(LimitOptions options) => new(Options.Create(options), time, new GatewayMetrics(new FakeMeters()));

    private static int Passing(Action take)
    {
        int passed = 0;
        while (Record.Exception(take) is null)
        {
            passed++;
        }

        return passed;
    }

    private static Task<int> Attempt(SignInLimit limit, Func<Task<int>> attempt) =>
        limit.AttemptAsync("address", attempt, TestContext.Current.CancellationToken);

    private static Task<int> Fail() => Task.FromException<int>(new ImException(ErrorCode.WrongCredentials, "Wrong."));
}
