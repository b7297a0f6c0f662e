using ImOrleans.Load.Chat;
using ImOrleans.Load.Checking;
using ImOrleans.Load.Servers;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Messages;

namespace ImOrleans.Load.Applications;

/// <summary>
/// Two applications on the SDK write to each other while their processes, and the server's, are killed in turns. Each message that was in
/// an outbox is stored once and in order, and each application is shown every entry once and in order, over all of its runs.
/// </summary>
internal static class ApplicationsRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <returns>1 when a promise was broken.</returns>
    public static async Task<int> RunAsync(ApplicationsOptions options)
    {
        Console.WriteLine($"seed {options.Seed}");
        await using KeptServer server = new(new CheckOptions { Data = options.Data, Program = options.Program });
        await server.StartAsync();
        using Accounts accounts = new(server.Url);
        SessionReply[] owners = [await accounts.CreateAsync("a"), await accounts.CreateAsync("b")];
        string id = await accounts.OpenDirectAsync(owners[0].AccessToken, owners[1].UserId);
        string application = options.Application is { } other ? Path.GetFullPath(other) : typeof(ApplicationLife).Assembly.Location;
        ApplicationLife[] lives = [.. "ab".Select(name => new ApplicationLife(
            application, server.Url, accounts.NameOf($"{name}"), id, Path.Combine(server.DataPath, $"{name}.application.db")))];
        try
        {
            await KillAsync(options, server, lives);
            Array.ForEach(lives, life => life.Start(messages: 0));
            Message[] stored = await SettleAsync(accounts, owners[0].AccessToken, id, lives);
            string[] broken = [.. lives.SelectMany(life => ApplicationAudit.Judge(life.Username, life.Queued, life.Lines, stored))];
            Array.ForEach(broken[..Math.Min(broken.Length, 20)], Console.WriteLine);
            Console.WriteLine(
                $"{options.Rounds} rounds: {lives.Sum(life => life.Queued.Length)} messages queued, {stored.Length} stored, " +
                $"{lives.Sum(life => life.Lines.Count(line => line[0] == "got"))} shown, {lives.Sum(life => life.Lines.Count(line => line[0] == "again"))} shown again after a kill");
            Console.WriteLine(broken.Length == 0 ? "All promises were kept." : $"BROKEN: {broken.Length} times.");
            return broken.Length == 0 ? 0 : 1;
        }
        finally
        {
            Array.ForEach(lives, life => life.Dispose());
        }
    }

    private static async Task KillAsync(ApplicationsOptions options, KeptServer server, ApplicationLife[] lives)
    {
        Random random = Dice.For(options.Seed, "applications");
        for (int round = 0; round < options.Rounds; round++)
        {
            Array.ForEach(lives, life => life.Start(options.Messages));
            await WriteSomeAsync(lives, random.Next(options.Messages));
            if (round % 2 == 1)
            {
                await server.KillAsync();
                await server.StartAsync();
            }

            foreach (ApplicationLife life in round % 4 < 2 ? lives : lives.Reverse())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)));
                await life.KillAsync();
            }
        }
    }

    /// <summary>Until the first of them has written so many more.</summary>
    private static async Task WriteSomeAsync(ApplicationLife[] lives, int messages)
    {
        int before = lives[0].Queued.Length;
        await WaitAsync(() => Task.FromResult(lives[0].Queued.Length >= before + messages || lives[0].HasExited), $"{lives[0].Username} writes nothing");
    }

    /// <summary>
    /// Until everything that was queued is stored and everybody was shown all of it; or time is up, and the audit says what is missing.
    /// </summary>
    private static async Task<Message[]> SettleAsync(Accounts accounts, string accessToken, string id, ApplicationLife[] lives)
    {
        List<Message> stored = [];
        try
        {
            await WaitAsync(
                async () =>
                {
                    stored.AddRange(await accounts.ReadAsync(accessToken, id, after: stored.Count));
                    HashSet<string> ids = [.. stored.Select(message => message.ClientMessageId)];
                    return lives.All(life => life.Queued.All(message => ids.Contains(message.ClientMessageId))
                        && life.Lines.Any(line => line[0] is "got" or "again" && line[1] == $"{stored.Count}"));
                },
                "not everything was stored and shown");
        }
        catch (InvalidOperationException late)
        {
            Console.WriteLine(late.Message);
        }

        return [.. stored];
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo, string otherwise)
    {
        using CancellationTokenSource late = new(Patience);
        while (!await isSo())
        {
            if (late.IsCancellationRequested)
            {
                throw new InvalidOperationException($"After {Patience.TotalSeconds} s {otherwise}.");
            }

            await Task.Delay(Step, CancellationToken.None);
        }
    }
}
