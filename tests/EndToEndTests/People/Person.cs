using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.EndToEndTests.People;

/// <summary>A person with an account.</summary>
public sealed record Person(SiloProcess Silo, string UserId, string Username)
{
    public const string Password = "correct horse battery";

    /// <param name="username">A free one when absent.</param>
    public static async Task<Person> RegisterAsync(SiloProcess silo, string? displayName = null, string? username = null)
    {
        username ??= Name();
        RegisterReply reply = await new Api(silo.Http).PostAsync<RegisterReply>(
            "api/accounts", new RegisterRequest { Username = username, Password = Password, DisplayName = displayName });
        return new Person(silo, reply.UserId, username);
    }

    public static async Task<Person[]> RegisterAsync(SiloProcess silo, int count)
    {
        Person[] people = new Person[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => people[i] = await RegisterAsync(silo));
        return people;
    }

    /// <summary>A free username.</summary>
    public static string Name() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    /// <summary>On a device that is new, or on a known one.</summary>
    public async Task<Device> SignInAsync(string? deviceId = null, string platform = "linux", string password = Password)
    {
        SignInRequest request = new() { Username = Username, Password = password, Device = new() { DeviceId = deviceId, Platform = platform } };
        return new Device(Silo, await new Api(Silo.Http).PostAsync<SessionReply>("api/sessions", request));
    }

    /// <summary>On a new device, connected.</summary>
    public async Task<Connection> ConnectAsync(Wire wire = Wire.Json) => await (await SignInAsync()).ConnectAsync(wire);
}
