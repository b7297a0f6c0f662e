using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Groups;
using ImOrleans.Protocol.Messages;
using Microsoft.AspNetCore.SignalR;
using Xunit;

namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>The quotas of one user, over all gateways and restarts.</summary>
public sealed class MeetingQuotasTests
{
    [Fact]
    public Task A_used_quota_is_refused_with_its_number_at_every_gateway_and_after_a_restart() => OneDay.RunAsync(UseQuotasUpAsync);

    private static async Task UseQuotasUpAsync()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync(
            "--Im:Groups:MaxMembers=3", "--Im:Groups:MaxAdded=3", "--Im:Quotas:GroupsPerDay=2", "--Im:Quotas:AdditionsPerDay=3", "--Im:Quotas:Conversations=1");
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person[] people = await Person.RegisterAsync(silo, 4);
        string[] others = [.. people.Skip(1).Select(person => person.UserId)];
        Device ann = await people[0].SignInAsync();
        Device away = await (people[0] with { Silo = gateway }).SignInAsync();
        GroupReply group = await ann.CreateGroupAsync("One", others[0], others[1]);

        // Refused requests cost nothing.
        (await ann.Api.AskAsync("POST", "api/groups", new { name = " ", memberIds = others[..1] })).EnsureRefused(ErrorCode.InvalidGroupName);
        (await ann.Api.AskAsync("POST", "api/groups", new { name = "Two", memberIds = new[] { Person.Name() } })).EnsureRefused(ErrorCode.UnknownUser);
        (await ann.Api.AskAsync("POST", "api/groups", new { name = "Two", memberIds = others[..2] })).EnsureRefused(ErrorCode.TooManyAdditions);
        await ann.RemoveAsync(group, others[1]);
        await away.CreateGroupAsync("Two", others[0]);
        await away.OpenDirectAsync(others[0]);
        await ann.OpenDirectAsync(others[0]);

        await EnsureUsedUpAsync(ann.Api);
        await EnsureUsedUpAsync(away.Api);
        await silo.KillAsync();
        await silo.StartAgainAsync();
        await EnsureUsedUpAsync(ann.Api);

        // Others have quotas of their own.
        Device bob = await people[1].SignInAsync();
        await bob.AddAsync(group, others[2]);
        await bob.CreateGroupAsync("Three", people[0].UserId);

        async Task EnsureUsedUpAsync(Api api)
        {
            EnsureWait(await api.AskAsync("POST", "api/groups", new { name = "Three", memberIds = Array.Empty<string>() }), ErrorCode.TooManyGroupsToday);
            EnsureWait(await api.AskAsync("POST", $"api/groups/{group.GroupId}/members", new { userIds = others[2..] }), ErrorCode.TooManyAdditions);
            Answer opened = await api.AskAsync("POST", "api/conversations/direct", new { userId = others[1] });
            opened.EnsureRefused(ErrorCode.TooManyConversations);
            Assert.DoesNotContain("retryAfterMs", opened.Text, StringComparison.Ordinal);
            await api.PostAsync("api/conversations/direct", new { userId = others[0] });
        }
    }

    [Fact]
    public async Task Groups_in_all_are_refused_as_what_waiting_does_not_help()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Quotas:Groups=1");
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        await ann.CreateGroupAsync("One");

        Answer answer = await ann.Api.AskAsync("POST", "api/groups", new { name = "Two", memberIds = Array.Empty<string>() });

        answer.EnsureRefused(ErrorCode.TooManyGroups);
        Assert.DoesNotContain("retryAfterMs", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_day_has_so_many_bytes_over_hub_and_rest_and_all_gateways() => OneDay.RunAsync(UseBytesUpAsync);

    private static async Task UseBytesUpAsync()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Quotas:BytesPerDay=1048576", "--Im:Limits:StoredBytesPerReport=65536");
        await using SiloProcess gateway = await silo.StartGatewayAsync();
        Person ann = await Person.RegisterAsync(silo);
        await using Connection here = await ann.ConnectAsync();
        await using Connection there = await (ann with { Silo = gateway }).ConnectAsync();
        string id = await here.Device.OpenDirectAsync(ann.UserId);

        Assert.InRange(await SendUntilRefusedAsync(here, id), 10, 100);
        Assert.InRange(await SendUntilRefusedAsync(there, id), 0, 30);
        EnsureWait(await here.Device.Api.AskAsync("POST", $"api/conversations/{id}/messages", new { drafts = new[] { Drafts.Text("more") } }), ErrorCode.TooMuchStored);
        EnsureWait(await here.Device.Api.AskAsync("POST", "api/groups", new { name = "One", memberIds = Array.Empty<string>() }), ErrorCode.TooMuchStored);

        await using Connection again = await ann.ConnectAsync();
        await HubRefusals.EnsureRefused(ErrorCode.TooMuchStored, () => again.SayAsync(id, "more"));
        await using Connection bob = await (await Person.RegisterAsync(silo)).ConnectAsync();
        await bob.SayAsync(await bob.Device.OpenDirectAsync(bob.Device.UserId), "others have a day of their own");
    }

    [Theory]
    [InlineData("POST", "api/groups", "memberIds")]
    [InlineData("POST", "api/groups/{0}/members", "userIds")]
    [InlineData("GET", "api/conversations?limit=140&positions=true", null)]
    public async Task A_request_costs_as_many_calls_as_it_causes(string method, string path, string? ids)
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:UserCallBurst=150", "--Im:Limits:UserCallsPerSecond=1");
        Device ann = await (await Person.RegisterAsync(silo)).SignInAsync();
        GroupReply group = await ann.CreateGroupAsync("One");
        string place = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, group.GroupId);
        Func<Task<Answer>> ask = ids is null
            ? () => ann.Api.AskAsync(method, place)
            : () => ann.Api.AskAsync(method, place, new Dictionary<string, object> { ["name"] = "Two", [ids] = Enumerable.Range(0, 140).Select(i => $"nobody{i}") });
        Assert.NotEqual((int)ErrorCode.TooManyCalls, (await ask()).Code ?? 0);

        EnsureWait(await ask(), ErrorCode.TooManyCalls);
    }

    [Fact]
    public async Task Notices_that_a_member_causes_are_messages_of_that_member()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync("--Im:Limits:UserSendBurst=32", "--Im:Limits:UserSendsPerSecond=1");
        Person[] people = await Person.RegisterAsync(silo, 2);
        await using Connection ann = await people[0].ConnectAsync();
        GroupReply group = await ann.Device.CreateGroupAsync("One");
        Answer answer = null!;
        for (int i = 0; i < 100 && answer is not { Code: not null }; i++)
        {
            answer = i % 2 == 0
                ? await ann.Device.Api.AskAsync("POST", $"api/groups/{group.GroupId}/members", new { userIds = new[] { people[1].UserId } })
                : await ann.Device.Api.AskAsync("DELETE", $"api/groups/{group.GroupId}/members/{people[1].UserId}");
        }

        EnsureWait(answer, ErrorCode.TooManySends);
        await HubRefusals.EnsureRefused(ErrorCode.TooManySends, () => ann.SendAsync(group.ConversationId, Drafts.Numbered(32)));
    }

    private static void EnsureWait(Answer answer, ErrorCode code)
    {
        answer.EnsureRefused(code);
        Assert.Contains("\"retryAfterMs\":", answer.Text, StringComparison.Ordinal);
    }

    /// <returns>How many sends of 64 KiB were taken.</returns>
    private static async Task<int> SendUntilRefusedAsync(Connection connection, string conversationId)
    {
        MessageDraft[] drafts = [.. Enumerable.Repeat(new string('x', 16 * 1024), 4).Select(Drafts.Text)];
        for (int taken = 0; taken < 1_000; taken++)
        {
            try
            {
                await connection.SendAsync(conversationId, [.. drafts.Select(draft => draft with { ClientMessageId = Person.Name() })]);
            }
            catch (HubException refusal)
            {
                Assert.Matches(@"HubException: 1911 .*\[class=limit\] \[retryAfterMs=\d+\]$", refusal.Message);
                return taken;
            }
        }

        throw new InvalidOperationException("A thousand sends were taken.");
    }
}
