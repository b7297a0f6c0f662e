using System.Net;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Xunit;

namespace ImOrleans.EndToEndTests.Stopping;

public sealed class DrainingTests
{
    [Fact]
    public async Task A_gateway_that_stops_asks_its_clients_to_connect_again_a_few_at_a_time_and_serves_the_others_meanwhile()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Gateway:DrainRate=1");
        Person[] people = await Person.RegisterAsync(silo, 10);
        RawSocket[] sockets = await Task.WhenAll(people.Select(async person => await RawSocket.OpenAsync(silo, (await person.SignInAsync()).Session.AccessToken)));

        Task<int> exit = silo.StopAsync();
        Dictionary<Task<string[]>, RawSocket> leaving = sockets.ToDictionary(socket => socket.ReadToEndAsync());
        Task<string[]> first = await Task.WhenAny(leaving.Keys);
        bool othersAreHere = leaving.Keys.Any(read => !read.IsCompleted);
        using HttpResponseMessage ready = await silo.Http.GetAsync("health/ready", TestContext.Current.CancellationToken);
        using HttpResponseMessage live = await silo.Http.GetAsync("health/live", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
        Assert.True(othersAreHere);
        foreach (Task<string[]> read in leaving.Keys)
        {
            Assert.Contains("\"allowReconnect\":true", (await read)[^1], StringComparison.Ordinal);
        }

        Assert.Equal(0, await exit);
        Array.ForEach(sockets, socket => socket.Dispose());
    }

    [Fact]
    public async Task A_connection_that_arrives_while_the_gateway_stops_is_sent_on()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Gateway:DrainRate=1");
        Person[] people = await Person.RegisterAsync(silo, 10);
        Device[] devices = await Task.WhenAll(people.Select(person => person.SignInAsync()));
        RawSocket[] sockets = await Task.WhenAll(devices.Select(device => RawSocket.OpenAsync(silo, device.Session.AccessToken)));

        Task<int> exit = silo.StopAsync();
        await Task.WhenAny(sockets.Select(socket => socket.ReadToEndAsync()));
        using RawSocket late = await RawSocket.OpenAsync(silo, devices[0].Session.AccessToken);

        Assert.Contains("\"allowReconnect\":true", (await late.ReadToEndAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(0, await exit);
        Array.ForEach(sockets, socket => socket.Dispose());
    }
}
