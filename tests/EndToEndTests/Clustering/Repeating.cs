using ImOrleans.EndToEndTests.Messaging;
using ImOrleans.EndToEndTests.People;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.Clustering;

/// <summary>Calls as clients make them while processes of a cluster die: again, until one is answered.</summary>
internal static class Repeating
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
