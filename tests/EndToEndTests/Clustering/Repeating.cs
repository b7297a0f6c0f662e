using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>Calls as clients make them while processes of a cluster die: again, until one is answered.</summary>
internal static class Repeating
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>People who are ready to write, as soon as the cluster has recovered from what was done to it before.</summary>
    public static Task<Chat[]> StartChatsAsync(SiloProcess server, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
    {
        using CancellationTokenSource deadline = new(Patience);
        while (true)
        {
            try
            {
                return await Chat.StartAsync(server, Wire.Json);
            }
            catch (Exception) when (!deadline.IsCancellationRequested)
            {
                // Over REST and on the hub, a part of the server may not be reachable yet.
            }
        }
    }));

    /// <summary>A send whose outcome is unknown is repeated with the same id.</summary>
    public static async Task SayUntilStoredAsync(this Chat chat, int number)
    {
        MessageDraft draft = Drafts.Text($"{number}");
        Assert.Equal(number, (await CallAsync(() => chat.Ann.SendAsync(chat.Id, draft)))[0].Seq);
    }

    public static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        using CancellationTokenSource deadline = new(Patience);
        while (true)
        {
            try
            {
                return await call();
            }
            catch (HubException) when (!deadline.IsCancellationRequested)
            {
                // The hub says after some seconds that no silo answers.
            }
        }
    }
}
