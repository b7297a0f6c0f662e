using System.Collections.Concurrent;
using ImOrleans.Client;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A device of a user, on the SDK and over a real socket: it does what the protocol asks of clients, and sends nothing.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private const string Password = "correct horse";
    private readonly ImClient client;
    private readonly ConcurrentQueue<Message> received = new();
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Phone(RealGateway gateway)
    {
        client = new ImClient(new ImClientOptions { ServerUri = gateway.Address, CheckHeadsJitter = TimeSpan.FromMilliseconds(100) });
        client.MessagesReceived += posted =>
        {
            foreach (Message message in posted.Messages)
            {
                received.Enqueue(message);
            }

            Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return Task.CompletedTask;
        };
    }

    public string UserId => client.UserId!;

    public string DeviceId => client.DeviceId!;

    public static async Task<Phone> SignUp(RealGateway gateway, string username)
    {
        await using (Phone stranger = new(gateway))
        {
            await stranger.client.RegisterAsync(username, Password);
        }

        return await SignIn(gateway, username);
    }

    /// <summary>Another device of the same user.</summary>
    public static async Task<Phone> SignIn(RealGateway gateway, string username)
    {
        Phone phone = new(gateway);
        await phone.client.SignInAsync(username, Password);
        await phone.client.WaitForOnlineAsync().Soon($"{username} did not come online.");
        return phone;
    }

    public async Task Receives(string conversationId, string clientMessageId)
    {
        while (true)
        {
            Task more = next.Task;
            if (received.Any(message => message.ConversationId == conversationId && message.ClientMessageId == clientMessageId))
            {
                return;
            }

            await more.Soon($"Device {DeviceId} of {UserId} did not get {clientMessageId} of {conversationId}.");
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
