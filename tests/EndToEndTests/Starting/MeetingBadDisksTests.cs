using System.Net;
using System.Security.Cryptography;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Messages;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImOrleans.EndToEndTests.Starting;

/// <summary>An operator with a damaged file or a full disk reads a sentence, not a trace.</summary>
public sealed class MeetingBadDisksTests
{
    [Fact]
    public async Task A_file_that_cannot_be_used_ends_the_start_with_one_sentence_that_names_it()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        await silo.StopAsync();
        foreach (string name in (string[])["messages.db", "state.db"])
        {
            string path = Path.Combine(silo.DataPath, name);
            byte[] whole = await File.ReadAllBytesAsync(path);

            await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(20_000));
            await EnsureRefusedAsync(silo, path, "is damaged");
            await File.WriteAllBytesAsync(path, whole[..6_000]);
            await EnsureRefusedAsync(silo, path, "is damaged");
            await File.WriteAllBytesAsync(path, [.. whole[..4_096], .. RandomNumberGenerator.GetBytes(whole.Length - 4_096)]);
            await EnsureRefusedAsync(silo, path, "is damaged");
            await File.WriteAllBytesAsync(path, whole);
            Execute(path, "PRAGMA user_version = 99;");
            await EnsureRefusedAsync(silo, path, "start the newer program");
            await File.WriteAllBytesAsync(path, whole);
        }

        await silo.StartAgainAsync();
    }

    [Fact]
    public async Task On_a_full_disk_the_server_is_not_ready_says_so_in_few_lines_and_goes_on_when_there_is_room()
    {
        await using SiloProcess silo = await SiloProcess.StartAsync();
        Person[] people = await Person.RegisterAsync(silo, 11);
        Device ann = await people[0].SignInAsync();
        string[] conversations = await Task.WhenAll(people[1..].Select(person => ann.OpenDirectAsync(person.UserId)));
        int before = silo.Run.Everything.Length;

        await silo.Run.LimitFilesAsync(1_000);
        Answer[] refusals = await Task.WhenAll(conversations.Select(id => SendAsync(ann, id, "no room")));
        Assert.All(refusals, static refusal => Assert.Equal((503, RefusalClass.Retryable), (refusal.Status, refusal.Class)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(silo));
        string printed = silo.Run.Everything[before..];
        Assert.Contains("messages.db failed", printed, StringComparison.Ordinal);
        Assert.InRange(printed.Split('\n').Length, 2, 20);

        await silo.Run.LimitFilesAsync(null);
        while (await ReadyAsync(silo) != HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        Assert.All(await Task.WhenAll(conversations.Select(id => SendAsync(ann, id, "room again"))), static answer => answer.EnsureDone());
    }

    private static Task<Answer> SendAsync(Device device, string conversationId, string text) =>
        device.Api.AskAsync("POST", $"api/conversations/{conversationId}/messages", new SendRequest { Drafts = [Drafts.Text(text)] });

    private static async Task<HttpStatusCode> ReadyAsync(SiloProcess silo)
    {
        using HttpResponseMessage answer = await silo.Http.GetAsync("health/ready");
        return answer.StatusCode;
    }

    private static void Execute(string path, string sql)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task EnsureRefusedAsync(SiloProcess silo, params string[] words)
    {
        using SiloRun run = new(silo.Arguments);

        int code = await run.ExitAsync();

        Assert.True(code == 1, $"It exited with {code}. It printed: {run.Everything}");
        string sentence = Assert.Single(run.Everything.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.All(words, word => Assert.Contains(word, sentence, StringComparison.Ordinal));
    }
}
