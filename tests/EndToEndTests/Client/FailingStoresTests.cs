using ImOrleans.Client.Events;
using ImOrleans.Client.Sqlite;
using ImOrleans.Client.Storage;
using ImOrleans.EndToEndTests.People;
using ImOrleans.EndToEndTests.Running;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImOrleans.EndToEndTests.Client;

public sealed class FailingStoresTests(SharedSilo shared)
{
    [Fact]
    public async Task While_a_file_takes_nothing_it_is_said_and_afterwards_nothing_is_missing()
    {
        const int missed = 40;
        Person[] people = await Person.RegisterAsync(shared.Silo, 2);
        string path = Phone.NewPath(shared.Silo);
        await using SqliteStore store = new(new SqliteStoreOptions { Path = path, BusyTimeout = TimeSpan.Zero });
        await using Phone ann = await Phone.SignInAsync(people[0]);
        await using Phone bob = await Phone.SignInAsync(people[1], with: options => options with { Store = store });
        string id = await ann.Client.Conversations.OpenDirectAsync(people[1].UserId);
        await ann.Client.SendAsync(id, "before").WaitAsync(Phone.Patience);
        await bob.ReceivesAsync(id, "before");

        // Another process writes to the file, and its transaction does not end.
        await using (SqliteConnection other = new($"Data Source={path};Pooling=False"))
        {
            await other.OpenAsync();
            await using SqliteTransaction held = other.BeginTransaction(deferred: false);
            await Task.WhenAll(Enumerable.Range(1, missed).Select(n => ann.Client.SendAsync(id, $"{n}"))).WaitAsync(Phone.Patience);
            await bob.SeesAsync<StoreStateChanged>(changed => changed.Error?.InnerException is SqliteException, "a failure");
            await Assert.ThrowsAsync<ClientStoreException>(() => bob.Client.SendAsync(id, "not kept").WaitAsync(Phone.Patience));
            Assert.NotNull(bob.Client.StoreError);
            Assert.Equal([1L], bob.SeqsOf(id));
        }

        await bob.SeesAsync<StoreStateChanged>(changed => changed.Error is null, "the end of it");
        await bob.ReceivesAsync(id, $"{missed}");
        Assert.Equal(missed + 2, (await bob.Client.SendAsync(id, "kept").WaitAsync(Phone.Patience)).Seq);
        await bob.ReceivesAsync(id, "kept");
        Assert.Equal(Enumerable.Range(1, missed + 2).Select(n => (long)n), bob.SeqsOf(id));
        Assert.Null(bob.Client.StoreError);
    }
}
