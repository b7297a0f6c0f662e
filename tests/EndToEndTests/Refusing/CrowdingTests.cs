using System.Net.WebSockets;
using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>More connections than a server can hold: it closes what is too much, and serves the others.</summary>
public sealed class CrowdingTests
{
    [Fact]
    public async Task Connections_are_limited_per_address_and_in_total_and_silent_ones_are_closed()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Connections:Max=40", "--Im:Connections:PerAddress=15", "--Im:Connections:SilentTimeout=00:00:03");
        using RawConnection speaker = await RawConnection.OpenAsync(silo, "127.0.0.9");
        Assert.True(await speaker.IsAnsweredAsync());

        List<RawConnection> open = [];
        Assert.Equal(15, await CountAsync(silo, "127.0.0.2", 20, open));
        Assert.InRange(await CountAsync(silo, "127.0.0.3", 15, open), 1, 15);
        Assert.InRange(await CountAsync(silo, "127.0.0.4", 15, open), 1, 15);
        Assert.Equal(0, await CountAsync(silo, "127.0.0.5", 3, open));
        open.ForEach(connection => connection.Dispose());

        using RawConnection silent = await OpenWhenThereIsRoomAsync(silo, "127.0.0.6");
        using RawConnection mumbling = await RawConnection.OpenAsync(silo, "127.0.0.6");
        await mumbling.WriteAsync("GET /hea");
        await silent.ClosesAsync();
        await mumbling.ClosesAsync();
        Assert.True(await speaker.IsAnsweredAsync());
    }

    [Fact]
    public async Task A_thousand_silent_connections_leave_a_process_with_few_descriptors_what_its_store_needs()
    {
        await using SiloProcess silo = SiloProcess.PrepareWithFiles(900);
        await silo.StartAgainAsync("--Im:Connections:PerAddress=50");
        await using Chat chat = await Chat.StartAsync(silo, Wire.Json);

        RawConnection[][] crowd = await Task.WhenAll(Enumerable.Range(10, 20).Select(i => RawConnection.OpenAsync(silo, $"127.0.0.{i}", 50)));

        for (int number = 1; number <= 20; number++)
        {
            Assert.Equal(number, (await chat.Ann.SayAsync(chat.Id, $"{number}")).Seq);
            await chat.Bob.ReceivesAsync(chat.Id, number);
        }

        foreach (RawConnection connection in crowd.SelectMany(connections => connections))
        {
            connection.Dispose();
        }

        using RawConnection later = await OpenWhenThereIsRoomAsync(silo, "127.0.0.99");
        await using Connection ann = await chat.AnnHerself.ConnectAsync();
        Assert.False(silo.Run.Exited.IsCompleted);
    }

    [Fact]
    public async Task Behind_a_listed_proxy_the_address_that_it_names_is_limited()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Proxies:Known:0=127.0.0.1", "--Im:Connections:PerAddress=3");
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        string token = ann.Session.AccessToken;
        RawSocket[] three = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RawSocket.OpenAsync(silo, token, forwardedFor: "203.0.113.7")));

        await Assert.ThrowsAsync<WebSocketException>(() => RawSocket.OpenAsync(silo, token, forwardedFor: "203.0.113.7"));
        Assert.Contains("\"code\":1904", await AskAsync(silo, "203.0.113.7"), StringComparison.Ordinal);
        Assert.Contains("ImOrleans", await AskAsync(silo, "203.0.113.8"), StringComparison.Ordinal);
        using RawSocket other = await RawSocket.OpenAsync(silo, token, forwardedFor: "203.0.113.8");

        Array.ForEach(three, socket => socket.Dispose());
    }

    [Theory]
    [InlineData("Im:Connections: Max is 5000", "--Im:Connections:Max=5000")]
    [InlineData("Im:Connections: Max is 16 or more, and Reserve is 690", "--Im:Connections:Reserve=690")]
    public async Task A_server_that_cannot_open_as_many_files_does_not_start(string sentence, string setting)
    {
        await using SiloProcess silo = SiloProcess.PrepareWithFiles(700);

        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => silo.StartAgainAsync(setting));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(SiloProcess silo, string from, int count, List<RawConnection> open)
    {
        RawConnection[] connections = await RawConnection.OpenAsync(silo, from, count);
        open.AddRange(connections);
        return (await Task.WhenAll(connections.Select(connection => connection.IsAnsweredAsync()))).Count(answered => answered);
    }

    /// <summary>The server notices a moment later that others have gone.</summary>
    private static async Task<RawConnection> OpenWhenThereIsRoomAsync(SiloProcess silo, string from)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            using RawConnection trial = await RawConnection.OpenAsync(silo, from);
            if (await trial.IsAnsweredAsync())
            {
                return await RawConnection.OpenAsync(silo, from);
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException("There was no room for a connection.");
            }
        }
    }

    private static async Task<string> AskAsync(SiloProcess silo, string forwardedFor)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "api/server") { Headers = { { "X-Forwarded-For", forwardedFor } } };
        using HttpResponseMessage response = await silo.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
