using ImOrleans.EndToEndTests.Operating;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Conversations;
using ImOrleans.Protocol.Messages;
using Xunit;

namespace ImOrleans.EndToEndTests.Upgrading;

/// <summary>A server takes over the data folder of an earlier version, and everything in it goes on.</summary>
public sealed class UpgradingTests
{
    private const string Anna = "01a227680b0f7018b1c22afb6df98a03";
    private const string Ben = "01a227680f887d62966d1e7d349c0a1e";
    private const string Direct = $"d:{Anna}:{Ben}";
    private const string Group = "g:01a22768177c748d91fe383bf7137aca";

    [Fact]
    public async Task The_data_of_the_first_version_goes_on()
    {
        await using SiloProcess silo = PrepareFirstVersion();
        await silo.StartAgainAsync();
        await CheckAsync(silo, sent: 0);
        await silo.KillAsync();
        await silo.StartAgainAsync();
        await CheckAsync(silo, sent: 1);
    }

    [Fact]
    public async Task The_operator_that_an_earlier_version_had_by_name_stays_one_without_the_name()
    {
        await using SiloProcess silo = PrepareFirstVersion();
        await silo.StartAgainAsync("--Im:Admin:Username=ANNA");

        Operator anna = new(silo, (await new Operator(silo).SignInAsync("anna", "correct horse")).Cookie);
        (await anna.GetAsync("scalar/")).EnsureDone();

        Assert.Equal(0, await silo.StopAsync());
        await silo.StartAgainAsync("--Im:Admin:Username=carl");
        (await anna.GetAsync("scalar/")).EnsureDone();
        (await new Operator(silo).SignInAsync("carl", "correct horse")).Answer.EnsureRefused(ErrorCode.NotTheAdministrator);
    }

    private static SiloProcess PrepareFirstVersion()
    {
        SiloProcess silo = SiloProcess.Prepare();
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Upgrading", "FirstVersion"), "*.db"))
        {
            File.Copy(file, Path.Combine(silo.DataPath, Path.GetFileName(file)));
        }

        return silo;
    }

    /// <param name="sent">How often this was called before: each call adds a message to the direct conversation.</param>
    private static async Task CheckAsync(SiloProcess silo, int sent)
    {
        Device anna = await SignInAsync(silo, "anna");
        Device carl = await SignInAsync(silo, "carl");
        await using Connection annas = await anna.ConnectAsync();
        await using Connection carls = await carl.ConnectAsync();

        ConversationSummary[] rows = [.. (await anna.ConversationsAsync()).OrderBy(row => row.Kind, StringComparer.Ordinal)];
        Assert.Equal([(Direct, "Ben", 22 + sent, 0), (Group, "Old friends", 5, 0)], rows.Select(row => (row.ConversationId, row.Title, row.Head, row.Unread)));
        ConversationHead carlsHead = Assert.Single((await carls.SyncAsync()).Conversations);
        Assert.Equal((5, 4, 1), (carlsHead.Head, carlsHead.FirstSeq, carlsHead.Unread));

        Message[] direct = await annas.EverythingAsync(Direct);
        Message[] group = await annas.EverythingAsync(Group);
        Assert.Equal(Enumerable.Range(1, 22 + sent).Select(seq => (long)seq), direct.Select(message => message.Seq));
        Assert.Equal(("reply", 3), (direct[20].ClientMessageId, direct[20].ReplyTo));
        Assert.Equal(["notice", "text", "text", "notice", "text"], group.Select(message => message.Kind));
        Assert.Equal([false, null, null, false, null], group.Select(message => message.Counts));
        Assert.Equal([4, 5], (await carls.EverythingAsync(Group)).Select(message => message.Seq));

        SendReceipt again = Assert.Single(await annas.SendAsync(Direct, Drafts.Text("another text") with { ClientMessageId = "after" }));
        Assert.Equal((22, true), (again.Seq, again.Duplicate));
        Assert.Equal(23 + sent, (await annas.SayAsync(Direct, "new")).Seq);
    }

    private static async Task<Device> SignInAsync(SiloProcess silo, string username) => new(silo, await new Api(silo.Http).PostAsync<SessionReply>(
        "api/sessions",
        new SignInRequest { Username = username, Password = "correct horse", Device = new() { DeviceId = $"{username}-phone", Platform = "other" } }));
}
