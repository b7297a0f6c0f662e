using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Groups;

namespace ImOrleans.EndToEndTests.Restarting;

/// <summary>
/// Five people on a silo of their own. The first four talk in all pairs and in a group that they were in from its first entry; the fifth
/// only listens, to one of them and in a group that is never quiet about who comes and goes.
/// </summary>
public sealed record Town(Device[] Devices, GroupReply Group, GroupReply Changing, string[] Talks, string Listening)
{
    public const int Talking = 4;

    public Device Listener => Devices[Talking];

    public static async Task<Town> SettleAsync(SiloProcess silo)
    {
        Person[] people = await Person.RegisterAsync(silo, Talking + 1);
        Device[] devices = await Task.WhenAll(people.Select(person => person.SignInAsync()));
        string[] ids = [.. people.Select(person => person.UserId)];
        List<string> talks = [];
        for (int i = 0; i < Talking; i++)
        {
            for (int j = 0; j < i; j++)
            {
                talks.Add(await devices[i].OpenDirectAsync(ids[j]));
            }
        }

        GroupReply group = await devices[0].CreateGroupAsync("Town", ids[..Talking]);
        GroupReply changing = await devices[0].CreateGroupAsync("Changing", ids[1], ids[2], ids[Talking]);
        string listening = await devices[0].OpenDirectAsync(ids[Talking]);
        return new Town(devices, group, changing, [.. talks, group.ConversationId], listening);
    }

    public IEnumerable<string> TalksOf(Device device) =>
        Talks.Where(id => id == Group.ConversationId || id.Split(':').Contains(device.UserId));

    /// <summary>The same people with what they kept: their refresh tokens.</summary>
    public async Task<Town> ReturnAsync() => this with { Devices = await Task.WhenAll(Devices.Select(device => device.RefreshAsync())) };

    public async Task<Connection[]> ConnectAsync() =>
        await Task.WhenAll(Devices.Select((device, i) => device.ConnectAsync(i % 2 == 0 ? Wire.Json : Wire.MessagePack)));

    /// <summary>The members of each conversation, for a comparison.</summary>
    public async Task<string> DescribeAsync()
    {
        MemberPage group = await Devices[0].MembersAsync(Group);
        MemberPage changing = await Devices[0].MembersAsync(Changing);
        ConversationSummary[][] lists = await Task.WhenAll(Devices.Select(device => device.ConversationsAsync()));
        IEnumerable<string> rows = group.Items.Concat(changing.Items).Select(member => $"{member.UserId} {member.Role}");
        return string.Join('\n', rows.Concat(lists.Select(list => string.Join(' ', list.Select(Row).Order(StringComparer.Ordinal)))));
    }

    private static string Row(ConversationSummary row) =>
        $"{row.ConversationId}={row.Title}/{row.Head}/{row.FirstSeq}/{row.ReadUpTo}/{row.Unread}/{row.LastMessage?.MessageId}";
}
