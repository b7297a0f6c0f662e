using ImOrleans.Gateway.Delivery;
using ImOrleans.Gateway.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace ImOrleans.UnitTests.Hubs;

public sealed class AttachingTests
{
    private readonly FakeUser user = new();
    private readonly Attachments attachments;

    public AttachingTests()
    {
        Retries retries = new(TimeProvider.System, Options.Create(new GatewayOptions { RetryFor = TimeSpan.Zero }));
        attachments = new Attachments(
            FakeGrains.Factory(user.Grain), new GatewayIdentity(TimeProvider.System), TimeProvider.System, retries, NullLogger<Attachments>.Instance);
    }

    [Fact]
    public async Task A_second_connection_waits_for_the_attach_in_flight()
    {
        Task first = attachments.Attach("alice");
        FakeUser.Call call = await user.NextCall();
        Task second = attachments.Attach("alice");
        Assert.False(first.IsCompleted || second.IsCompleted);

        call.Answer.SetResult(true);
        await Task.WhenAll(first, second).Soon();
        Assert.Equal(1, user.Calls);
    }

    [Fact]
    public async Task The_last_connection_detaches_with_a_later_stamp()
    {
        Task attached = attachments.Attach("alice");
        _ = attachments.Attach("alice");
        FakeUser.Call attach = await user.NextCall();
        attach.Answer.SetResult(true);
        await attached.Soon();

        attachments.Detach("alice");
        attachments.Detach("alice");
        FakeUser.Call detach = await user.NextCall();
        Assert.False(detach.Connected);
        Assert.True(detach.Stamp > attach.Stamp);
        Assert.Equal(2, user.Calls);
    }

    [Fact]
    public async Task Who_comes_back_while_the_detach_is_in_flight_is_attached_after_it()
    {
        Task attached = attachments.Attach("alice");
        (await user.NextCall()).Answer.SetResult(true);
        await attached.Soon();
        attachments.Detach("alice");
        FakeUser.Call detach = await user.NextCall();

        Task again = attachments.Attach("alice");
        Assert.False(again.IsCompleted);
        detach.Answer.SetResult(true);
        FakeUser.Call attach = await user.NextCall();
        Assert.True(attach.Connected);
        Assert.True(attach.Stamp > detach.Stamp);
        attach.Answer.SetResult(true);
        await again.Soon();
    }

    [Fact]
    public async Task A_failed_attach_fails_who_waits_and_is_repeated_by_the_next_round()
    {
        Task attached = attachments.Attach("alice");
        (await user.NextCall()).Answer.SetException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => attached.Soon());

        Task repeated = attachments.Repeat("alice");
        (await user.NextCall()).Answer.SetResult(true);
        await repeated.Soon();
    }

    [Fact]
    public async Task A_round_does_not_attach_who_has_left()
    {
        Task attached = attachments.Attach("alice");
        (await user.NextCall()).Answer.SetResult(true);
        await attached.Soon();
        attachments.Detach("alice");
        FakeUser.Call detach = await user.NextCall();

        await attachments.Repeat("alice").Soon();
        detach.Answer.SetResult(true);
        Assert.Equal(2, user.Calls);
    }
}
