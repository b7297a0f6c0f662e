using System.Collections.Concurrent;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Restarting;

/// <summary>A kill while people join and leave: what several owners keep of it must agree afterwards.</summary>
public sealed class JoiningTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public async Task After_a_kill_group_conversation_and_members_agree_on_who_is_in_it(int changes)
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 4);
        Device[] devices = await Task.WhenAll(people.Select(person => person.SignInAsync()));
        GroupReply[] groups = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => devices[0].CreateGroupAsync($"Group {number}")));
        ConcurrentDictionary<(GroupReply Group, Device Member), bool?> known = new();

        await RepeatUntilAsync(changes, silo, groups.SelectMany(group => devices[1..].Select(member => (Func<Task>)(() =>
            ChangeAsync(known, devices[0], group, member)))));
        await silo.StartAgainAsync();

        devices = await Task.WhenAll(devices.Select(device => device.RefreshAsync()));
        await using Connection owner = await devices[0].ConnectAsync();
        foreach (GroupReply group in groups)
        {
            string[] members = [.. (await devices[0].MembersAsync(group)).Items.Select(member => member.UserId).Order(StringComparer.Ordinal)];
            Message[] notices = await owner.EverythingAsync(group.ConversationId);
            Assert.Equal(Enumerable.Range(1, notices.Length).Select(seq => (long)seq), notices.Select(notice => notice.Seq));
            Assert.Equal(members, Replay(notices).Order(StringComparer.Ordinal));
            foreach (Device device in devices[1..])
            {
                bool isIn = members.Contains(device.UserId);
                await EnsureAgreedAsync(device, group, isIn);
                bool? told = known.SingleOrDefault(change => change.Key.Group == group && change.Key.Member.UserId == device.UserId).Value;
                Assert.True(told is null || told == isIn, $"{device.UserId} was acknowledged to be {(told == true ? "in" : "out of")} {group.GroupId} and is not.");
            }
        }
    }

    [Fact]
    public async Task After_a_kill_a_recipient_of_a_first_message_has_the_conversation()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 60);
        Device writer = await people[0].SignInAsync();
        await using Connection connection = await writer.ConnectAsync();
        ConcurrentBag<(Person Reader, SendReceipt Receipt)> written = [];
        ConcurrentQueue<Person> readers = new(people[1..]);

        await RepeatUntilAsync(20, silo, Enumerable.Range(0, 6).Select(_ => (Func<Task>)(async () =>
        {
            if (readers.TryDequeue(out Person? reader))
            {
                string id = await writer.OpenDirectAsync(reader.UserId);
                written.Add((reader, await connection.SayAsync(id, "hello")));
            }
        })));
        await silo.StartAgainAsync();

        HashSet<string> ofTheWriter = [.. (await (await writer.RefreshAsync()).ConversationsAsync()).Select(listed => listed.ConversationId)];
        foreach ((Person reader, SendReceipt receipt) in written)
        {
            ConversationSummary listed = Assert.Single(await (await reader.SignInAsync()).ConversationsAsync());
            Assert.Equal((receipt.ConversationId, 1, 1), (listed.ConversationId, listed.Head, listed.Unread));
            Assert.Equal(receipt.MessageId, listed.LastMessage?.MessageId);
            Assert.Contains(receipt.ConversationId, ofTheWriter);
        }
    }

    /// <summary>In when out and out when in; what was not answered may be either.</summary>
    private static async Task ChangeAsync(ConcurrentDictionary<(GroupReply, Device), bool?> known, Device owner, GroupReply group, Device member)
    {
        bool joins = known.GetValueOrDefault((group, member)) != true;
        known[(group, member)] = null;
        await (joins ? owner.AddAsync(group, member.UserId) : owner.RemoveAsync(group, member.UserId));
        known[(group, member)] = joins;
    }

    /// <summary>Does each again and again, all at once; when so many were done the silo is killed, which ends them all.</summary>
    private static async Task RepeatUntilAsync(int times, SiloProcess silo, IEnumerable<Func<Task>> actions)
    {
        int done = 0;
        TaskCompletionSource enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Repeat(Func<Task> action)
        {
            while (!silo.Run.Exited.IsCompleted)
            {
                try
                {
                    await action();
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    return;
                }

                if (Interlocked.Increment(ref done) == times)
                {
                    enough.SetResult();
                }
            }
        }

        Task[] repeating = [.. actions.Select(action => Task.Run(() => Repeat(action)))];
        await Task.WhenAny(enough.Task, Task.WhenAll(repeating)).WaitAsync(Patience);
        Assert.True(enough.Task.IsCompleted, $"Everybody gave up after {done} of {times}. The silo printed: {silo.Run.Everything}");
        await silo.KillAsync();
        await Task.WhenAll(repeating).WaitAsync(Patience);
    }

    private static HashSet<string> Replay(Message[] notices)
    {
        HashSet<string> members = [];
        foreach (MessageContent content in notices.Select(notice => notice.Content))
        {
            Action<IEnumerable<string>> change = content.Event is NoticeEvent.Created or NoticeEvent.Joined ? members.UnionWith : members.ExceptWith;
            change(content.UserIds!);
        }

        return members;
    }

    private static async Task EnsureAgreedAsync(Device device, GroupReply group, bool isIn)
    {
        Assert.Equal(isIn, (await device.ConversationsAsync()).Any(listed => listed.ConversationId == group.ConversationId));
        Answer history = await device.Api.AskAsync("GET", $"api/conversations/{group.ConversationId}/messages");
        Answer info = await device.Api.AskAsync("GET", $"api/groups/{group.GroupId}");
        if (isIn)
        {
            history.EnsureDone();
            info.EnsureDone();
        }
        else
        {
            history.EnsureRefused(ErrorCode.NotAMember);
            info.EnsureRefused(ErrorCode.NotInGroup);
        }
    }
}
