using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;

namespace ImOrleans.EndToEndTests.Messaging;

/// <summary>Ann and Bob, each with one connection, and their empty conversation.</summary>
public sealed record Chat(string Id, Person AnnHerself, Person BobHimself, Connection Ann, Connection Bob) : IAsyncDisposable
{
    public static async Task<Chat> StartAsync(SiloProcess silo, Wire wire)
    {
        Person[] people = await Person.RegisterAsync(silo, 2);
        Connection ann = await people[0].ConnectAsync(wire);
        Connection bob = await people[1].ConnectAsync(wire);
        string id = await ann.Device.OpenDirectAsync(people[1].UserId);
        return new Chat(id, people[0], people[1], ann, bob);
    }

    public async ValueTask DisposeAsync()
    {
        await Ann.DisposeAsync();
        await Bob.DisposeAsync();
    }
}
