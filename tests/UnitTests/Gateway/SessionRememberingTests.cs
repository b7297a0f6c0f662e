using System.Reflection;
using ImOrleans.Gateway.Auth;
using ImOrleans.Gateway.Process;
using ImOrleans.Grains.Sessions;
using ImOrleans.Protocol.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class SessionRememberingTests
{
    private static readonly Caller Alice = new("alice", "phone", "session");

    private readonly FakeTimeProvider time = new();
    private readonly SessionsOwner owner = new();

    [Fact]
    public async Task The_owner_is_asked_once_in_a_lifetime()
    {
        SessionCache cache = Cache();
        Assert.True(await cache.IsAliveAsync(Alice));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await cache.IsAliveAsync(Alice));
        Assert.Equal(1, owner.Asked);

        owner.Answer = () => Task.FromResult<string?>(null);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await cache.IsAliveAsync(Alice));
        Assert.Equal(2, owner.Asked);
    }

    [Fact]
    public async Task All_who_ask_at_once_share_one_question()
    {
        TaskCompletionSource<string?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        owner.Answer = () => answer.Task;
        SessionCache cache = Cache();
        Task<bool>[] asked = [.. Enumerable.Range(0, 50).Select(_ => cache.IsAliveAsync(Alice).AsTask())];

        answer.SetResult("phone");

        Assert.All(await Task.WhenAll(asked), Assert.True);
        Assert.Equal(1, owner.Asked);
    }

    [Fact]
    public async Task A_forgotten_session_is_asked_for_again()
    {
        SessionCache cache = Cache();
        Assert.True(await cache.IsAliveAsync(Alice));
        owner.Answer = () => Task.FromResult<string?>(null);

        cache.Forget(Alice.SessionId);

        Assert.False(await cache.IsAliveAsync(Alice));
    }

    [Fact]
    public async Task A_question_that_failed_is_no_answer()
    {
        owner.Answer = () => Task.FromException<string?>(new TimeoutException());
        SessionCache cache = Cache();
        await Assert.ThrowsAsync<TimeoutException>(() => cache.IsAliveAsync(Alice).AsTask());

        owner.Answer = () => Task.FromResult<string?>("phone");
        Assert.True(await cache.IsAliveAsync(Alice));
    }

    [Fact]
    public async Task Another_device_than_the_sessions_own_is_refused() => Assert.False(await Cache().IsAliveAsync(Alice with { DeviceId = "tablet" }));

    [Fact]
    public async Task An_answer_for_one_user_and_device_is_no_answer_for_another_in_the_same_session()
    {
        SessionCache cache = Cache();
        Assert.True(await cache.IsAliveAsync(Alice));
        Assert.False(await cache.IsAliveAsync(Alice with { DeviceId = "tablet" }));
        Assert.True(await cache.IsAliveAsync(Alice));
        owner.Answer = () => Task.FromResult<string?>(null);
        Assert.False(await cache.IsAliveAsync(Alice with { UserId = "mallory" }));
    }

    [Fact]
    public async Task The_cache_is_bounded()
    {
        SessionCache cache = Cache(size: 10);
        for (int i = 0; i < 100; i++)
        {
            await cache.IsAliveAsync(Alice with { SessionId = $"session-{i}" });
        }

        await cache.IsAliveAsync(Alice with { SessionId = "session-99" });
        Assert.Equal(100, owner.Asked);
        await cache.IsAliveAsync(Alice with { SessionId = "session-0" });
        Assert.Equal(101, owner.Asked);
    }

    private SessionCache Cache(int size = 1_000) => new(
        SessionsOnly.Of(owner), new GatewayIdentity(time), Options.Create(new AuthOptions { SessionCacheSize = size }), time);

    private sealed class SessionsOwner : ISessionsGrain
    {
        private int asked;

        public int Asked => asked;

        public Func<Task<string?>> Answer { get; set; } = () => Task.FromResult<string?>("phone");

        public Task<string?> Verify(string sessionId, string gatewayId)
        {
            Interlocked.Increment(ref asked);
            return Answer();
        }

        public Task<SessionTicket> Open(DeviceInfo device, int? passwordVersion) => throw new NotSupportedException();

        public Task<SessionTicket> Refresh(string sessionId, int generation, string? retryId) => throw new NotSupportedException();

        public Task<string?> DeviceOf(string sessionId, int generation) => throw new NotSupportedException();

        public Task<DeviceSession[]> List(string sessionId) => throw new NotSupportedException();

        public Task End(string deviceId, string reason) => throw new NotSupportedException();

        public Task EndOthers(string sessionId) => throw new NotSupportedException();

        public Task PasswordChanged(string keptSessionId, int version) => throw new NotSupportedException();

        public Task Close() => throw new NotSupportedException();

        public Task<string> Policy() => throw new NotSupportedException();

        public Task<string> SetPolicy(string sessionId, string? policy) => throw new NotSupportedException();
    }

    /// <summary>A grain factory that knows one grain.</summary>
    public class SessionsOnly : DispatchProxy
    {
        private ISessionsGrain? grain;

        public static IGrainFactory Of(ISessionsGrain grain)
        {
            IGrainFactory factory = Create<IGrainFactory, SessionsOnly>();
            ((SessionsOnly)factory).grain = grain;
            return factory;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.ReturnType == typeof(ISessionsGrain) ? grain : throw new NotSupportedException();
    }
}
