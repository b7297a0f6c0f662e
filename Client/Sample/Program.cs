using ImOrleans.Client;
using ImOrleans.Protocol.Errors;

// Sample <server> <from> <to> <password> <text>: two people in one program, the first writes to the second.
(Uri server, string from, string to, string password, string text) = (new Uri(args[0]), args[1], args[2], args[3], args[4]);
TaskCompletionSource<string> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

await using ImClient sender = await SignInAsync(from);
await using ImClient receiver = await SignInAsync(to);
string conversation = await sender.Conversations.OpenDirectAsync(receiver.UserId!);
await sender.SendAsync(conversation, text);
Console.WriteLine($"{to} received from {from}: {await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30))}");

async Task<ImClient> SignInAsync(string username)
{
    ImClient client = new(new ImClientOptions { ServerUri = server });
    client.MessagesReceived += received =>
    {
        if (username == to && received.Shown.LastOrDefault()?.Content.Text is { } seen)
        {
            arrived.TrySetResult(seen);
        }

        return Task.CompletedTask;
    };
    try
    {
        await client.RegisterAsync(username, password);
    }
    catch (ImException taken) when (taken.Code == ErrorCode.UsernameTaken)
    {
    }

    await client.SignInAsync(username, password);
    return client;
}
