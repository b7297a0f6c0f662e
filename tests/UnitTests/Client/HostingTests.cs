using ImOrleans.Client;
using ImOrleans.Client.Events;
using ImOrleans.Protocol.Errors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class HostingTests
{
    private static readonly ImClientOptions Options = new() { ServerUri = new Uri("http://127.0.0.1:1") };

    [Fact]
    public async Task A_container_makes_one_client_and_disposes_it()
    {
        ServiceProvider provider = new ServiceCollection().AddLogging().AddImClient(_ => Options).BuildServiceProvider();
        ImClient client = provider.GetRequiredService<ImClient>();
        Assert.Same(client, provider.GetRequiredService<ImClient>());
        await provider.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ResumeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_setting_outside_its_range_is_refused_when_the_client_is_made()
    {
        await using ServiceProvider provider = new ServiceCollection().AddImClient(_ => Options with { PageSize = 0 }).BuildServiceProvider();
        Assert.Contains("PageSize is 0; it must be between 1 and 200", Assert.ThrowsAny<ArgumentException>(provider.GetRequiredService<ImClient>).Message);
    }

    [Fact]
    public async Task Waiting_for_a_connection_of_a_disposed_client_fails()
    {
        ImClient client = new(Options);
        List<ClientStateChanged> states = [];
        client.StateChanged += changed =>
        {
            states.Add(changed);
            return Task.CompletedTask;
        };
        Task waiting = client.WaitForOnlineAsync(CancellationToken.None);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.WaitForOnlineAsync(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ReportStateAsync(AppState.Background, CancellationToken.None));
        Assert.Empty(states);
    }

    [Fact]
    public async Task Nobody_is_signed_in_at_first_and_sending_says_so()
    {
        await using ImClient client = new(Options);
        Assert.False(await client.ResumeAsync(CancellationToken.None));
        Assert.Equal(ClientState.SignedOut, client.State);
        Assert.Equal(ErrorCode.SessionEnded, (await Assert.ThrowsAsync<ImException>(() => client.SendAsync("g:1", "hello", CancellationToken.None))).Code);
    }
}
