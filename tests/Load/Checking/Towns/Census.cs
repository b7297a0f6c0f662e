using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking.Devices;
using ImOrleans.Load.Checking.Recording;
using ImOrleans.Protocol.Hubs;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>Reads everything back, as each member: the ledger's last word on what is stored.</summary>
internal sealed class Census(Town town)
{
    private const int AtOnce = 4;
    private const int Page = 200;

    public Task TakeAsync() => Parallel.ForEachAsync(town.People, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (person, _) =>
    {
        // A token of a time when the server's clock was turned may be of the future, or over.
        person.Desk.Forget();
        await using HubConnection hub = Connections.Create(new Uri(town.NextUrl(), "/hubs/chat"), "messagepack",
            await person.Desk.TokenAsync());
        await hub.StartAsync(CancellationToken.None);
        foreach (Talk talk in person.Talks)
        {
            await ReadAsync(hub, person, talk);
        }
    });

    private async Task ReadAsync(HubConnection hub, Person person, Talk talk)
    {
        try
        {
            MessagePage page = await HistoryAsync(hub, talk, 0);
            town.Ledger.Write(new Fact(FactKind.ReadBack) { User = person.Number, Conversation = talk.Number, Seq = page.Head, Value = page.FirstSeq });
            List<Fact> facts = [];
            while (page.Messages.Length > 0)
            {
                facts.AddRange(page.Messages.SelectMany(message => FactsOf(person, talk, message)));
                page = await HistoryAsync(hub, talk, page.Messages[^1].Seq);
            }

            facts.ForEach(town.Ledger.Write);
        }
        catch (HubException refusal) when (Refusals.IsNotAMember(refusal))
        {
            town.Ledger.Write(new Fact(FactKind.Denied) { User = person.Number, Conversation = talk.Number });
        }
    }

    private static Task<MessagePage> HistoryAsync(HubConnection hub, Talk talk, long after) =>
        hub.InvokeAsync<MessagePage>(nameof(IChatHub.History), talk.Id, new HistoryQuery { After = after, Limit = Page });

    private IEnumerable<Fact> FactsOf(Person person, Talk talk, Message message)
    {
        yield return new Fact(FactKind.Stored)
        {
            User = person.Number,
            Conversation = talk.Number,
            Seq = message.Seq,
            Message = Texts.NumberOf(message),
            Hash = Fingerprint.Of(message),
            Value = message.SentAt.ToUnixTimeMilliseconds(),
        };
        if (message.Kind == MessageKind.Notice)
        {
            FactKind kind = message.Content.Event is NoticeEvent.Left or NoticeEvent.Removed ? FactKind.Left : FactKind.Joined;
            foreach (string userId in message.Content.UserIds ?? [])
            {
                yield return new Fact(kind) { Conversation = talk.Number, User = town.UserNumber(userId), Seq = message.Seq };
            }
        }
    }
}
