using ImOrleans.Grains.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class CountingAttemptsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly AttemptWindow attempts;

    public CountingAttemptsTests() => attempts = new AttemptWindow(TimeSpan.FromMinutes(5), most: 1_000, time);

    [Fact]
    public void After_too_many_attempts_the_answer_says_how_long_to_wait()
    {
        attempts.Add("ann");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("ann", 2));
        attempts.Add("ann");
        Assert.Equal(TimeSpan.FromMinutes(4), attempts.WaitOf("ann", 2));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("bob", 2));
    }

    [Fact]
    public void The_wait_that_was_said_is_enough()
    {
        attempts.Add("ann");
        attempts.Add("ann");
        time.Advance(attempts.WaitOf("ann", 2) - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), attempts.WaitOf("ann", 2));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("ann", 2));
    }

    [Fact]
    public void The_window_slides()
    {
        attempts.Add("ann");
        time.Advance(TimeSpan.FromMinutes(3));
        attempts.Add("ann");
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("ann", 2));
        attempts.Add("ann");
        Assert.Equal(TimeSpan.FromMinutes(3), attempts.WaitOf("ann", 2));
    }

    [Fact]
    public void A_success_clears_them()
    {
        attempts.Add("ann");
        attempts.Clear("ann");
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("ann", 1));
    }

    [Fact]
    public void A_clock_that_was_ahead_for_a_moment_locks_nobody_out()
    {
        WrongClock clock = new(time) { Ahead = TimeSpan.FromDays(365) };
        AttemptWindow watched = new(TimeSpan.FromMinutes(5), most: 1_000, clock);
        watched.Add("ann");
        clock.Ahead = TimeSpan.Zero;
        Assert.Equal(TimeSpan.FromMinutes(5), watched.WaitOf("ann", 1));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, watched.WaitOf("ann", 1));
    }

    [Fact]
    public void Strangers_who_choose_names_cannot_make_it_grow()
    {
        for (int i = 0; i < 3_000; i++)
        {
            attempts.Add($"nobody-{i}");
            attempts.Add("ann");
        }

        Assert.Equal(1_000, attempts.Count);
        Assert.NotEqual(TimeSpan.Zero, attempts.WaitOf("ann", 3_000));
        Assert.Equal(TimeSpan.Zero, attempts.WaitOf("nobody-0", 1));

        time.Advance(TimeSpan.FromMinutes(5));
        attempts.Add("bob");
        Assert.Equal(1, attempts.Count);
    }

    [Fact]
    public void Strangers_who_fail_lock_out_strangers_and_neither_a_known_device_nor_another_account()
    {
        SignInLimits limits = new(Options.Create(new AccountOptions { MaxFailures = 2, MaxStrangerFailures = 6 }), time);
        SignInSource phone = SignInSource.OfKnownDevice("phone");
        for (int address = 0; address < 3; address++)
        {
            limits.Failed("ann", SignInSource.OfAddress($"10.0.0.{address}"));
            limits.EnsureAllowed("ann", SignInSource.OfAddress($"10.0.0.{address}"));
            limits.Failed("ann", SignInSource.OfAddress($"10.0.0.{address}"));
        }

        TimeSpan wait = Refusals.Refused(ErrorCode.TooManyAttempts, () => limits.EnsureAllowed("ann", SignInSource.OfAddress("10.0.0.9"))).RetryAfter!.Value;
        Assert.Equal(TimeSpan.FromHours(1), wait);
        limits.EnsureAllowed("bob", SignInSource.OfAddress("10.0.0.0"));
        limits.EnsureAllowed("ann", phone);
        limits.Succeeded("ann", phone);
        Refusals.Refused(ErrorCode.TooManyAttempts, () => limits.EnsureAllowed("ann", SignInSource.OfAddress("10.0.0.9")));

        limits.Failed("ann", phone);
        limits.Failed("ann", phone);
        Refusals.Refused(ErrorCode.TooManyAttempts, () => limits.EnsureAllowed("ann", phone));
        limits.EnsureAllowed("ann", SignInSource.OfKnownDevice("laptop"));
        time.Advance(TimeSpan.FromHours(1));
        limits.EnsureAllowed("ann", SignInSource.OfAddress("10.0.0.9"));
    }

    [Fact]
    public void Right_passwords_are_limited_too()
    {
        SignInLimits limits = new(Options.Create(new AccountOptions { MaxSignIns = 2 }), time);
        SignInSource phone = SignInSource.OfKnownDevice("phone");
        limits.Succeeded("ann", phone);
        limits.EnsureAllowed("ann", phone);
        limits.Succeeded("ann", SignInSource.OfAddress("10.0.0.1"));
        Refusals.Refused(ErrorCode.TooManyAttempts, () => limits.EnsureAllowed("ann", phone));
        time.Advance(TimeSpan.FromMinutes(5));
        limits.EnsureAllowed("ann", phone);
    }

    /// <summary>The time that passes is right, the date is not.</summary>
    private sealed class WrongClock(TimeProvider right) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long TimestampFrequency => right.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Ahead;

        public override long GetTimestamp() => right.GetTimestamp();
    }
}
