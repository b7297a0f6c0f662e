using ImOrleans.Grains.Accounts;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class FailingSignInsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FailedAttempts attempts;

    public FailingSignInsTests() =>
        attempts = new FailedAttempts(new AccountOptions { MaxFailures = 2, FailureWindow = TimeSpan.FromMinutes(5) }, time);

    [Fact]
    public void After_too_many_failures_the_answer_says_how_long_to_wait()
    {
        attempts.Add();
        time.Advance(TimeSpan.FromMinutes(1));
        attempts.EnsureAllowed();
        attempts.Add();
        Assert.Equal(TimeSpan.FromMinutes(4), Refusals.Refused(ErrorCode.TooManyAttempts, attempts.EnsureAllowed).RetryAfter);
    }

    [Fact]
    public void The_wait_that_was_said_is_enough()
    {
        attempts.Add();
        attempts.Add();
        TimeSpan wait = Refusals.Refused(ErrorCode.TooManyAttempts, attempts.EnsureAllowed).RetryAfter!.Value;
        time.Advance(wait - TimeSpan.FromTicks(1));
        Refusals.Refused(ErrorCode.TooManyAttempts, attempts.EnsureAllowed);
        time.Advance(TimeSpan.FromTicks(1));
        attempts.EnsureAllowed();
    }

    [Fact]
    public void The_window_slides()
    {
        attempts.Add();
        time.Advance(TimeSpan.FromMinutes(3));
        attempts.Add();
        time.Advance(TimeSpan.FromMinutes(2));
        attempts.EnsureAllowed();
        attempts.Add();
        Refusals.Refused(ErrorCode.TooManyAttempts, attempts.EnsureAllowed);
    }

    [Fact]
    public void A_success_forgets_them()
    {
        attempts.Add();
        attempts.Add();
        attempts.Clear();
        attempts.EnsureAllowed();
    }
}
