using ImOrleans.Grains.Sessions;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class DecidingOnSessionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionOptions Options = new() { RefreshGrace = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData(3, 0, nameof(RefreshVerdict.Good))]
    [InlineData(3, 1_000_000, nameof(RefreshVerdict.Good))]
    [InlineData(2, 0, nameof(RefreshVerdict.Repeated))]
    [InlineData(2, 29.999, nameof(RefreshVerdict.Repeated))]
    [InlineData(2, 30, nameof(RefreshVerdict.Reused))]
    [InlineData(2, -5, nameof(RefreshVerdict.Repeated))]
    [InlineData(2, -30, nameof(RefreshVerdict.Reused))]
    [InlineData(1, 0, nameof(RefreshVerdict.Reused))]
    [InlineData(4, 0, nameof(RefreshVerdict.Unknown))]
    [InlineData(9, 1_000_000, nameof(RefreshVerdict.Unknown))]
    public void Only_the_token_spent_last_is_answered_again_and_only_for_a_moment(int generation, double secondsLater, string verdict) =>
        Assert.Equal(verdict, SessionRules.Judge(Session(3), generation, null, Now.AddSeconds(secondsLater), Options).ToString());

    [Fact]
    public void Without_a_grace_no_spent_token_is_answered() =>
        Assert.Equal(RefreshVerdict.Reused, SessionRules.Judge(Session(3), 2, null, Now, new SessionOptions { RefreshGrace = TimeSpan.Zero }));

    [Theory]
    [InlineData("mine", "mine", true, nameof(RefreshVerdict.Repeated))]
    [InlineData("mine", "mine", false, nameof(RefreshVerdict.Repeated))]
    [InlineData("mine", "other", true, nameof(RefreshVerdict.Reused))]
    [InlineData("mine", null, true, nameof(RefreshVerdict.Reused))]
    [InlineData(null, "mine", true, nameof(RefreshVerdict.Reused))]
    [InlineData(null, null, true, nameof(RefreshVerdict.Repeated))]
    [InlineData(null, null, false, nameof(RefreshVerdict.Reused))]
    public void If_either_call_names_a_retry_id_both_must_name_the_same(string? spentWith, string? askedWith, bool without, string verdict)
    {
        SessionOptions options = new() { GraceWithoutRetryId = without };
        Assert.Equal(verdict, SessionRules.Judge(Session(3, spentWith), 2, askedWith, Now, options).ToString());
        Assert.Equal(RefreshVerdict.Good, SessionRules.Judge(Session(3, spentWith), 3, askedWith, Now, options));
    }

    private static SessionState Session(int generation, string? retryId = null) => new()
    {
        SessionId = "session",
        DeviceId = "device",
        Platform = "web",
        SignedInAt = Now,
        LastSeenAt = Now,
        Generation = generation,
        RetryId = retryId,
    };
}
