using ImOrleans.Client;
using ImOrleans.Client.Accounts;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class RefreshingTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider time = new();
    private readonly MemoryStore store = new();
    private readonly ScriptedTokens tokens;
    private readonly Session session;

    public RefreshingTests()
    {
        tokens = new ScriptedTokens(time, store);
        session = new Session(store, tokens, new ImClientOptions { ServerUri = new Uri("http://chat.example"), TimeProvider = time });
    }

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task A_token_is_renewed_before_it_ends_and_not_sooner()
    {
        string first = await SignInAsync();
        time.Advance(Life - TimeSpan.FromSeconds(61));
        Assert.Equal(first, await TokenAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(first, await TokenAsync());
        Assert.Equal(1, tokens.Refreshes);
    }

    [Fact]
    public async Task However_many_ask_one_refresh_is_under_way()
    {
        string first = await SignInAsync();
        tokens.Gate = new TaskCompletionSource();
        Task<string>[] asking = [.. Enumerable.Range(0, 50).Select(_ => TokenAsync(refused: first))];
        tokens.Gate.SetResult();
        Assert.Single((await Task.WhenAll(asking)).Distinct());
        Assert.Equal(1, tokens.Refreshes);
    }

    [Fact]
    public async Task The_new_refresh_token_is_stored_before_anybody_gets_the_new_access_token()
    {
        string first = await SignInAsync();
        string second = await TokenAsync(refused: first);
        StoredSession stored = (await store.LoadSessionAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((second, "refresh-2"), (stored.AccessToken, stored.RefreshToken));
    }

    [Fact]
    public async Task Giving_up_the_wait_loses_no_answer()
    {
        string first = await SignInAsync();
        tokens.Gate = new TaskCompletionSource();
        using CancellationTokenSource hurry = new();
        Task<string> impatient = session.AccessTokenAsync(first, hurry.Token);
        await hurry.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Task<string> patient = TokenAsync(refused: first);
        tokens.Gate.SetResult();
        Assert.Equal("access-2", await patient);
        Assert.Equal(1, tokens.Refreshes);
    }

    [Fact]
    public async Task A_server_that_is_not_there_ends_no_session()
    {
        string first = await SignInAsync();
        tokens.Refusal = new ImException(ErrorCode.Unavailable, "Not there.");
        Assert.Equal(ErrorCode.Unavailable, (await Assert.ThrowsAsync<ImException>(() => TokenAsync(refused: first))).Code);
        tokens.Refusal = null;
        Assert.Equal("access-2", await TokenAsync(refused: first));
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_is_repeated_with_the_id_that_was_stored_before_it_also_by_the_next_run()
    {
        string first = await SignInAsync();
        tokens.Refusal = new ImException(ErrorCode.Unavailable, "The answer was lost.");
        await Assert.ThrowsAsync<ImException>(() => TokenAsync(refused: first));

        tokens.Refusal = null;
        using Session nextRun = new(store, tokens, new ImClientOptions { ServerUri = new Uri("http://chat.example"), TimeProvider = time });
        Assert.True(await nextRun.RestoreAsync(TestContext.Current.CancellationToken));
        string second = await nextRun.AccessTokenAsync(first, TestContext.Current.CancellationToken);
        await nextRun.AccessTokenAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(tokens.RetryIds[0], tokens.RetryIds[1]);
        Assert.NotEqual(tokens.RetryIds[1], tokens.RetryIds[2]);
        Assert.Equal(tokens.RetryIds, tokens.StoredIds);
        Assert.Null((await store.LoadSessionAsync(TestContext.Current.CancellationToken))!.RetryId);
    }

    [Fact]
    public async Task A_sign_in_shows_the_secret_of_the_one_before_also_after_signing_out_and_else_the_refresh_token()
    {
        tokens.DeviceSecret = null;
        await SignInAsync();
        tokens.DeviceSecret = "secret";
        await SignInAsync();
        await session.EndAsync("signed-out");
        await SignInAsync();
        await session.SignInAsync("bob", "password", TestContext.Current.CancellationToken);
        Assert.Equal([null, "refresh-1", "secret", null], tokens.Proofs);
    }

    [Fact]
    public async Task A_spent_refresh_token_ends_the_session_and_says_why()
    {
        string first = await SignInAsync();
        List<string> reasons = [];
        session.Ended += reasons.Add;
        tokens.Refusal = new ImException(ErrorCode.RefreshTokenReused, "Spent.");
        await Assert.ThrowsAsync<ImException>(() => TokenAsync(refused: first));
        Assert.Equal(["refresh-token-reused"], reasons);
        Assert.Null(session.Current);
        Assert.Null((await store.LoadSessionAsync(TestContext.Current.CancellationToken))!.RefreshToken);
        Assert.Equal(ErrorCode.SessionEnded, (await Assert.ThrowsAsync<ImException>(() => TokenAsync())).Code);
    }

    [Fact]
    public async Task A_sign_in_whose_answer_was_lost_is_repeated_as_the_same_device()
    {
        tokens.Refusal = new ImException(ErrorCode.Unavailable, "The answer was lost.");
        await Assert.ThrowsAsync<ImException>(SignInAsync);
        tokens.Refusal = null;
        await SignInAsync();
        Assert.NotNull(tokens.Devices[0]);
        Assert.Equal([tokens.Devices[0], tokens.Devices[0]], tokens.Devices);
        Assert.Equal(tokens.Devices[0], session.Current!.DeviceId);
    }

    private async Task<string> SignInAsync()
    {
        await session.SignInAsync("ann", "password", TestContext.Current.CancellationToken);
        return await TokenAsync();
    }

    private Task<string> TokenAsync(string? refused = null) => session.AccessTokenAsync(refused, TestContext.Current.CancellationToken);

    /// <summary>Numbers the tokens that it gives.</summary>
    private sealed class ScriptedTokens(TimeProvider time, MemoryStore store) : ITokenSource
    {
        private int given;

        public int Refreshes { get; private set; }

        public TaskCompletionSource? Gate { get; set; }

        public ImException? Refusal { get; set; }

        public string? DeviceSecret { get; set; } = "secret";

        /// <summary>As which device each sign-in was asked for.</summary>
        public List<string?> Devices { get; } = [];

        public List<string?> Proofs { get; } = [];

        public List<string> RetryIds { get; } = [];

        /// <summary>The retry id in the store at each refresh.</summary>
        public List<string> StoredIds { get; } = [];

        public Task<Answer<SessionReply>> SignInAsync(SignInRequest request, CancellationToken cancellation)
        {
            Devices.Add(request.Device.DeviceId);
            Proofs.Add(request.DeviceProof);
            return Refusal is null ? Task.FromResult(Give()) : throw Refusal;
        }

        public async Task<Answer<SessionReply>> RefreshAsync(RefreshRequest request, CancellationToken cancellation)
        {
            Refreshes++;
            RetryIds.Add(request.RetryId!);
            StoredIds.Add((await store.LoadSessionAsync(cancellation))!.RetryId!);
            await (Gate?.Task ?? Task.CompletedTask);
            return Refusal is null ? Give() : throw Refusal;
        }

        private Answer<SessionReply> Give()
        {
            given++;
            DateTimeOffset now = time.GetUtcNow();
            SessionReply reply = new()
            {
                UserId = "ann",
                DeviceId = Devices[^1]!,
                AccessToken = $"access-{given}",
                RefreshToken = $"refresh-{given}",
                DeviceSecret = DeviceSecret,
                ExpiresAt = now + Life,
            };
            return new Answer<SessionReply>(reply, now);
        }
    }
}
