using System.Text.Json;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Limits;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Messaging;

/// <summary>Pages of large entries, and clients that do not read them.</summary>
public sealed class PagingTests(SharedSilo shared)
{
    private const int Stored = 40;
    private const int OnPage = 15;
    private const int Asked = 64;

    private static readonly string Large = new('x', ProtocolLimits.MessageBytes);

    [Theory, ClassData(typeof(EachWire))]
    public async Task A_page_of_history_ends_at_256_KiB_next_to_its_bound_and_leads_to_all(Wire wire)
    {
        await using Chat chat = await Chat.StartAsync(shared.Silo, wire);
        await StoreAsync(chat);

        Assert.Equal(Seqs(Stored - OnPage + 1, Stored), SeqsOf(await chat.Bob.HistoryAsync(chat.Id, limit: 200)));
        Assert.Equal(Seqs(1, OnPage), SeqsOf(await chat.Bob.HistoryAsync(chat.Id, after: 0, limit: 200)));
        Assert.Equal(Seqs(20 - OnPage, 19), SeqsOf(await chat.Bob.HistoryAsync(chat.Id, before: 20, limit: 200)));
        Assert.Equal(Seqs(38, Stored), SeqsOf(await chat.Bob.HistoryAsync(chat.Id, after: 37, limit: 200)));
        MessagePage page = await chat.Bob.Device.Api.GetAsync<MessagePage>($"api/conversations/{chat.Id}/messages?after=5&limit=200");
        Assert.Equal(Seqs(6, 5 + OnPage), SeqsOf(page));
        Assert.Equal((Stored, 1), (page.Head, page.FirstSeq));
        Assert.Equal(Seqs(1, Stored), (await chat.Bob.EverythingAsync(chat.Id)).Select(message => message.Seq));
    }

    [Fact]
    public async Task A_page_of_the_list_ends_at_256_KiB_and_leads_to_all()
    {
        const int Conversations = 20;
        Person[] people = await Person.RegisterAsync(shared.Silo, Conversations + 1);
        await using Connection ann = await people[0].ConnectAsync();
        foreach (Person person in people[1..])
        {
            await ann.SayAsync(await ann.Device.OpenDirectAsync(person.UserId), Large);
        }

        ConversationPage first = await ann.Device.Api.GetAsync<ConversationPage>("api/conversations?limit=200");
        ConversationPage second = await ann.Device.Api.GetAsync<ConversationPage>($"api/conversations?limit=200&next={Uri.EscapeDataString(first.Next!)}");

        Assert.Equal((16, Conversations - 16, null), (first.Items.Length, second.Items.Length, second.Next));
        Assert.Equal(Conversations, first.Items.Concat(second.Items).DistinctBy(item => item.ConversationId).Count());
    }

    /// <summary>64 pages are more than the buffers of the sockets hold, so they wait in the server.</summary>
    [Fact]
    public async Task Answers_that_nobody_reads_are_bounded_for_each_user_and_disturb_no_other()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Gateway:MaxUnsentPerUser=1048576");
        await using Chat chat = await Chat.StartAsync(silo, Wire.Json);
        await StoreAsync(chat);
        Device eve = await chat.AnnHerself.SignInAsync();
        using RawSocket lazy = await RawSocket.OpenAsync(silo, eve.Session.AccessToken, hasSmallBuffer: true);
        string path = $"api/conversations/{chat.Id}/messages?limit=200";

        List<string> ids = [];
        await UntilAsync(async () =>
        {
            string[] more = [.. Enumerable.Range(ids.Count, 4).Select(i => $"h{i}")];
            ids.AddRange(more);
            await lazy.WriteAsync(string.Join('\u001e', more.Select(id => $$"""{"type":1,"invocationId":"{{id}}","target":"History","arguments":["{{chat.Id}}",{"limit":200}]}""")));
            return ids.Count >= Asked && await eve.Api.AskAsync("GET", path) is { Status: 429 } full && full.Text.Contains("\"code\":1906", StringComparison.Ordinal);
        });
        Assert.Equal(200, (await chat.Bob.Device.Api.AskAsync("GET", path)).Status);
        Assert.Equal(Stored + 1, (await chat.Bob.SayAsync(chat.Id, "undisturbed")).Seq);

        List<JsonElement> answers = [];
        foreach (string _ in ids)
        {
            answers.Add(await lazy.NextAnswerAsync());
        }

        Assert.Equal(ids.Order(), answers.Select(answer => answer.GetProperty("invocationId").GetString()).Order());
        Assert.All(answers, answer => Assert.True(
            answer.TryGetProperty("result", out JsonElement page)
                ? page.GetProperty("messages").GetArrayLength() > 0
                : answer.GetProperty("error").GetString()!.Contains("HubException: 1906 ", StringComparison.Ordinal)));
        await UntilAsync(async () => (await eve.Api.AskAsync("GET", path)).Status == 200);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            Assert.False(deadline.IsCancellationRequested, "It did not come to that.");
        }
    }

    private static async Task StoreAsync(Chat chat)
    {
        for (int sent = 0; sent < Stored; sent += 10)
        {
            await chat.Ann.SendAsync(chat.Id, [.. Enumerable.Repeat(Large, 10).Select(Drafts.Text)]);
        }
    }

    private static IEnumerable<long> Seqs(int first, int last) => Enumerable.Range(first, last - first + 1).Select(seq => (long)seq);

    private static IEnumerable<long> SeqsOf(MessagePage page) => page.Messages.Select(message => message.Seq);
}
