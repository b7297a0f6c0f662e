using ImOrleans.Client;
using ImOrleans.Client.Events;
using ImOrleans.Client.Outgoing;
using ImOrleans.Client.Sqlite;
using ImOrleans.Load.Chat;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Applications;

/// <summary>
/// A program on the SDK, with its store in a file. It writes messages, and prints a line for each promise that the SDK made to it, until
/// its input ends or it is killed.
/// </summary>
internal static class Application
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan SignInPause = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(ApplicationOptions options)
    {
        await using SqliteStore store = new(options.Store);
        await using ImClient client = new(new ImClientOptions
        {
            ServerUri = options.Url,
            Store = store,
            DeviceName = "application",
            FirstBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(1),
        });
        client.MessagesReceived += Print;
        await SignInAsync(client, options.Username);
        for (int number = options.From; number < options.From + options.Messages; number++)
        {
            MessageDraft draft = new()
            {
                ClientMessageId = Guid.CreateVersion7().ToString("N"),
                Kind = MessageKind.Text,
                Content = new MessageContent { Text = $"{options.Username} {number}" },
            };
            QueuedMessage queued = await client.QueueAsync(options.Conversation, draft);
            Console.WriteLine($"queued {number} {queued.ClientMessageId}");
            await Task.Delay(Pace);
        }

        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static async Task SignInAsync(ImClient client, string username)
    {
        while (!await client.ResumeAsync())
        {
            try
            {
                await client.SignInAsync(username, Accounts.Password);
                return;
            }
            catch (ImException refusal) when (refusal.CanSucceedLater)
            {
                await Task.Delay(SignInPause);
            }
        }
    }

    private static Task Print(MessagesReceived received)
    {
        if (received.Skipped is { } skipped)
        {
            Console.WriteLine($"skipped {skipped.First} {skipped.Last}");
        }

        foreach (Message message in received.Messages)
        {
            Console.WriteLine($"{(received.IsRedelivered ? "again" : "got")} {message.Seq} {message.ClientMessageId}");
        }

        return Task.CompletedTask;
    }
}
