using Xunit;

namespace ImOrleans.StoreTests.Reminders;

/// <summary>The contract of a reminder table in Orleans.</summary>
public abstract class ReminderTableContract
{
    protected abstract IReminderTable Table { get; }

    /// <summary>The shortest time that the store tells from none.</summary>
    protected virtual TimeSpan Precision => TimeSpan.FromTicks(1);

    [Fact]
    public async Task A_reminder_is_read_back_as_it_was_given()
    {
        var given = Entry(1, "é'%");
        var etag = await Table.UpsertRow(given);

        var read = await Table.ReadRow(given.GrainId, given.ReminderName);

        Assert.NotNull(read);
        Assert.Equal(
            (given.GrainId, given.ReminderName, given.Period, etag), (read.GrainId, read.ReminderName, read.Period, read.ETag));
        Assert.InRange((given.StartAt - read.StartAt).Duration(), TimeSpan.Zero, Precision - TimeSpan.FromTicks(1));
        Assert.Equal(DateTimeKind.Utc, read.StartAt.Kind);
    }

    [Fact]
    public async Task An_absent_reminder_is_null()
    {
        await Table.UpsertRow(Entry(1, "one"));

        Assert.Null(await Table.ReadRow(Entry(1, "one").GrainId, "another"));
        Assert.Empty((await Table.ReadRows(Entry(2, "one").GrainId)).Reminders);
    }

    [Fact]
    public async Task An_upsert_replaces_without_asking_for_the_etag()
    {
        var first = await Table.UpsertRow(Entry(1, "one"));
        var changed = Entry(1, "one");
        changed.Period = TimeSpan.FromHours(3);
        var second = await Table.UpsertRow(changed);

        Assert.NotEqual(first, second);
        Assert.Equal(changed.Period, Assert.Single((await Table.ReadRows(changed.GrainId)).Reminders).Period);
    }

    [Fact]
    public async Task Only_the_etag_of_the_row_removes_it()
    {
        var entry = Entry(1, "one");
        var stale = await Table.UpsertRow(entry);
        var etag = await Table.UpsertRow(entry);

        Assert.False(await Table.RemoveRow(entry.GrainId, entry.ReminderName, stale!));
        Assert.False(await Table.RemoveRow(entry.GrainId, "another", etag!));
        Assert.True(await Table.RemoveRow(entry.GrainId, entry.ReminderName, etag!));
        Assert.False(await Table.RemoveRow(entry.GrainId, entry.ReminderName, etag!));
    }

    [Fact]
    public async Task The_reminders_of_one_grain_are_its_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Table.UpsertRow(Entry(i % 3, $"r{i}"))));

        Assert.Equal(["r1", "r10", "r4", "r7"], (await Table.ReadRows(Entry(1, "").GrainId)).Reminders.Select(entry => entry.ReminderName).Order());
    }

    [Fact]
    public async Task A_range_of_hashes_goes_round_over_zero()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Table.UpsertRow(Entry(i, "r"))));
        uint[] hashes = [.. (await Table.ReadRows(0, 0)).Reminders.Select(entry => entry.GrainId.GetUniformHashCode()).Order()];
        Assert.Equal(200, hashes.Length);

        foreach (var (begin, end) in new[] { (hashes[20], hashes[90]), (hashes[90], hashes[20]), (0u, uint.MaxValue), (hashes[5], hashes[5]), (7u, 6u) })
        {
            var expected = hashes.Where(hash => begin < end ? hash > begin && hash <= end : hash > begin || hash <= end);
            var rows = await Table.ReadRows(begin, end);
            Assert.Equal(expected, rows.Reminders.Select(entry => entry.GrainId.GetUniformHashCode()).Order());
        }
    }

    [Fact]
    public async Task The_table_can_be_emptied()
    {
        await Table.UpsertRow(Entry(1, "one"));
        await Table.TestOnlyClearTable();

        Assert.Empty((await Table.ReadRows(0, 0)).Reminders);
    }

    private static ReminderEntry Entry(int grain, string name) => new()
    {
        GrainId = GrainId.Create("user", $"u{grain}"),
        ReminderName = name,
        StartAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7),
        Period = TimeSpan.FromMinutes(1),
    };
}
