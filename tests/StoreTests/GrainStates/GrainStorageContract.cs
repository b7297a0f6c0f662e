using Orleans.Storage;
using Xunit;

namespace ImOrleans.StoreTests.GrainStates;

/// <summary>The etag rules that Orleans expects of grain storage.</summary>
public abstract class GrainStorageContract
{
    private static readonly GrainId Grain = GrainId.Create("counter", "anna/é");

    protected abstract IGrainStorage Storage { get; }

    /// <summary>A state of so many bytes fits.</summary>
    protected virtual int LargestState => 4 * 1_024 * 1_024;

    [Fact]
    public async Task An_absent_state_is_new_and_without_etag()
    {
        var state = await ReadAsync();

        Assert.Equal((0, null, false), (state.State!.Count, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task A_written_state_is_read_back_by_another_activation()
    {
        var first = await ReadAsync();
        await WriteAsync(first, 7);
        var second = await ReadAsync();

        Assert.Equal((7, first.ETag, true), (second.State!.Count, second.ETag, second.RecordExists));
        Assert.True(first.RecordExists);
    }

    [Fact]
    public async Task Each_write_changes_the_etag()
    {
        var state = await ReadAsync();
        await WriteAsync(state, 1);
        var first = state.ETag;
        await WriteAsync(state, 1);

        Assert.NotEqual(first, state.ETag);
    }

    [Fact]
    public async Task A_second_insert_is_refused()
    {
        var (winner, loser) = (await ReadAsync(), await ReadAsync());
        await WriteAsync(winner, 1);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(loser, 2));
        Assert.Equal(1, (await ReadAsync()).State!.Count);
    }

    [Fact]
    public async Task A_stale_write_is_refused_and_changes_nothing()
    {
        await WriteAsync(await ReadAsync(), 1);
        var (winner, loser) = (await ReadAsync(), await ReadAsync());
        await WriteAsync(winner, 2);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(loser, 3));
        Assert.Equal((winner.ETag, loser.ETag), (refusal.StoredEtag, refusal.CurrentEtag));
        await Assert.ThrowsAsync<InconsistentStateException>(() => ClearAsync(loser));
        Assert.Equal(2, (await ReadAsync()).State!.Count);
    }

    [Fact]
    public async Task A_cleared_state_is_absent_and_may_be_written_again()
    {
        var state = await ReadAsync();
        await WriteAsync(state, 1);
        await ClearAsync(state);
        Assert.Equal((0, false, false), (state.State!.Count, state.RecordExists, (await ReadAsync()).RecordExists));

        await WriteAsync(state, 2);
        Assert.Equal(2, (await ReadAsync()).State!.Count);
    }

    [Fact]
    public async Task An_activation_from_before_a_clear_cannot_write_over_what_came_after()
    {
        var state = await ReadAsync();
        await WriteAsync(state, 1);
        var zombie = await ReadAsync();
        await ClearAsync(state);
        await WriteAsync(state, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(zombie, 9));
        await Assert.ThrowsAsync<InconsistentStateException>(() => ClearAsync(zombie));
        Assert.Equal(2, (await ReadAsync()).State!.Count);
    }

    [Fact]
    public async Task Clearing_what_is_absent_is_allowed_and_what_one_never_read_is_not()
    {
        var (reader, stranger) = (await ReadAsync(), await ReadAsync());
        await ClearAsync(reader);
        await WriteAsync(reader, 1);

        await Assert.ThrowsAsync<InconsistentStateException>(() => ClearAsync(stranger));
    }

    [Fact]
    public async Task Two_names_and_two_grains_are_apart()
    {
        var other = new GrainState<Counter>(new());
        await WriteAsync(await ReadAsync(), 1);
        await Storage.ReadStateAsync("other", Grain, other);
        Assert.False(other.RecordExists);
        await Storage.ReadStateAsync("state", GrainId.Create("counter", "bert"), other);
        Assert.False(other.RecordExists);
    }

    /// <summary>Keys that a store could take for one number or one id, and types that share a key.</summary>
    [Theory]
    [InlineData("counter/beef", "counter/0beef")]
    [InlineData("counter/beef", "counter/BEEF")]
    [InlineData("counter/01a227680b0f7018b1c22afb6df98a03", "counter/01A227680B0F7018B1C22AFB6DF98A03")]
    [InlineData("counter/1+a", "counter/01+a")]
    [InlineData("user/anna", "relations/anna")]
    [InlineData("counter/a\\b", "counter/a\0b")]
    public async Task Grains_whose_ids_are_alike_are_apart(string one, string another)
    {
        var state = new GrainState<Counter>(new() { Count = 1 });
        await Storage.WriteStateAsync("state", GrainId.Parse(one), state);
        var other = new GrainState<Counter>();

        await Storage.ReadStateAsync("state", GrainId.Parse(another), other);
        Assert.False(other.RecordExists);
        await Storage.WriteStateAsync("state", GrainId.Parse(another), other);
        await Storage.ReadStateAsync("state", GrainId.Parse(one), state);

        Assert.Equal(1, state.State!.Count);
    }

    [Fact]
    public async Task A_large_state_is_kept()
    {
        var state = await ReadAsync();
        state.State!.Text = new string('é', LargestState / 2);
        await WriteAsync(state, 1);

        Assert.Equal(state.State!.Text, (await ReadAsync()).State!.Text);
    }

    private async Task<GrainState<Counter>> ReadAsync()
    {
        var state = new GrainState<Counter>();
        await Storage.ReadStateAsync("state", Grain, state);
        return state;
    }

    private Task WriteAsync(GrainState<Counter> state, int count)
    {
        state.State!.Count = count;
        return Storage.WriteStateAsync("state", Grain, state);
    }

    private Task ClearAsync(GrainState<Counter> state) => Storage.ClearStateAsync("state", Grain, state);
}
