using ImOrleans.Client;
using ImOrleans.Client.Events;
using ImOrleans.Client.Sqlite;
using ImOrleans.Client.Storage;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Client;

/// <summary>An application on the SDK, with a file of its own, and a record of all events that its handlers got.</summary>
public sealed class Phone : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IClientStore store;

    private Phone(SiloProcess silo, string? path, IClientStore? store, Func<ImClientOptions, ImClientOptions>? with)
    {
        this.store = store ?? new SqliteStore(path!);
        ImClientOptions options = new()
        {
            ServerUri = silo.Address,
            Platform = "linux",
            Store = this.store,
            FirstBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(1),
        };
        Client = new ImClient(with?.Invoke(options) ?? options);
        Client.MessagesReceived += received => Note(received);
        Client.MessagesAmended += amended => Note(amended);
        Client.StateChanged += changed => Note(changed);
        Client.SendStateChanged += changed => Note(changed);
        Client.Synced += synced => Note(synced);
        Client.ReadChanged += changed => Note(changed);
        Client.DeliveredChanged += changed => Note(changed);
        Client.TypingSeen += seen => Note(seen);
        Client.PresenceChanged += changed => Note(changed);
        Client.ConversationUpdated += updated => Note(updated);
        Client.ProfileChanged += changed => Note(changed);
        Client.StoreStateChanged += changed => Note(changed);
    }

    public ImClient Client { get; }

    public EventLog Events { get; } = new();

    /// <summary>The store's file is made in the silo's data folder, which goes with the silo.</summary>
    public static string NewPath(SiloProcess silo) => Path.Combine(silo.DataPath, $"client-{Person.Name()}.db");

    public static async Task<Phone> SignInAsync(
        Person person, string? path = null, Func<ImClientOptions, ImClientOptions>? with = null, string password = Person.Password)
    {
        Phone phone = new(person.Silo, path ?? NewPath(person.Silo), null, with);
        await phone.Client.SignInAsync(person.Username, password);
        await phone.OnlineAsync();
        return phone;
    }

    /// <summary>The next run of the application on the same file: no password.</summary>
    public static async Task<Phone> ResumeAsync(SiloProcess silo, string path, Func<ImClientOptions, ImClientOptions>? with = null)
    {
        Phone phone = new(silo, path, null, with);
        return await phone.Client.ResumeAsync() ? phone : throw new InvalidOperationException("The store knows of no session.");
    }

    public static async Task EnsureRefusedAsync(ErrorCode code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ImException>(() => call().WaitAsync(Patience))).Code);

    public Task OnlineAsync() => Client.WaitForOnlineAsync().WaitAsync(Patience);

    public Task<Message> ReceivesAsync(string conversationId, string text) => ReceivesAsync(conversationId, message => message.Content.Text == text, text);

    public async Task<Message> ReceivesAsync(string conversationId, Func<Message, bool> isWanted, string what)
    {
        MessagesReceived received = await Events.FirstAsync<MessagesReceived>(
            received => received.ConversationId == conversationId && received.Messages.Any(isWanted), what, Patience);
        return received.Messages.First(isWanted);
    }

    public Task<T> SeesAsync<T>(Func<T, bool> isWanted, string what) => Events.FirstAsync(isWanted, what, Patience);

    /// <summary>The seqs of a conversation as the handler got them.</summary>
    public long[] SeqsOf(string conversationId) => [.. Events.Of<MessagesReceived>()
        .Where(received => received.ConversationId == conversationId).SelectMany(received => received.Messages).Select(message => message.Seq)];

    /// <summary>The texts of a conversation as the handler got them.</summary>
    public string?[] TextsOf(string conversationId) => [.. Events.Of<MessagesReceived>()
        .Where(received => received.ConversationId == conversationId).SelectMany(received => received.Messages).Select(message => message.Content.Text)];

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await store.DisposeAsync();
    }

    private Task Note(object happened)
    {
        Events.Add(happened);
        return Task.CompletedTask;
    }
}
