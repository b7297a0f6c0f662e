using ImOrleans.Gateway.Limits;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Gateway;

public sealed class ReadingAtOnceTests
{
    private const int Page = 100;

    private readonly UnsentBytes unsent = new(3 * Page, Page);

    [Fact]
    public async Task A_read_begins_when_an_earlier_answer_is_being_written()
    {
        ReadSlots slots = new(2, unsent);
        Task<int>[] reads = [.. Enumerable.Range(1, 4).Select(number => slots.RunAsync(() => Task.FromResult(number)))];
        Assert.Equal([true, true, false, false], reads.Select(read => read.IsCompleted));
        Assert.Equal(2 * Page, unsent.Count);

        slots.Written();
        Assert.Equal(3, await reads[2]);
        slots.Written();
        Assert.Equal(4, await reads[3]);
        slots.Written();
        slots.Written();
        Assert.Equal(0, unsent.Count);
        Assert.Equal(5, await slots.RunAsync(() => Task.FromResult(5)));
    }

    [Fact]
    public async Task A_read_that_fails_holds_nothing()
    {
        ReadSlots slots = new(1, unsent);
        await Assert.ThrowsAsync<InvalidOperationException>(() => slots.RunAsync<int>(() => throw new InvalidOperationException()));
        Assert.Equal(0, unsent.Count);
        Assert.Equal(1, await slots.RunAsync(() => Task.FromResult(1)));
    }

    [Fact]
    public async Task Unsent_bytes_of_a_user_over_all_connections_are_bounded_and_a_single_connection_always_has_room()
    {
        ReadSlots phone = new(4, unsent);
        ReadSlots laptop = new(4, unsent);
        await phone.RunAsync(() => Task.FromResult(1));
        await phone.RunAsync(() => Task.FromResult(2));
        await laptop.RunAsync(() => Task.FromResult(3));
        ImException refused = await Assert.ThrowsAsync<ImException>(() => laptop.RunAsync(() => Task.FromResult(4)));
        Assert.Equal((ErrorCode.TooMuchUnsent, TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));

        phone.Close();
        Assert.Equal(Page, unsent.Count);
        await laptop.RunAsync(() => Task.FromResult(4));
        laptop.Close();
        Assert.Equal(0, unsent.Count);
        Assert.True(unsent.TryAdd(10 * Page));
        Assert.False(unsent.TryAdd(1));
    }

    [Fact]
    public async Task A_connection_that_goes_ends_the_reads_that_wait()
    {
        ReadSlots slots = new(1, unsent);
        await slots.RunAsync(() => Task.FromResult(1));
        Task<int> waiting = slots.RunAsync(() => Task.FromResult(2));
        slots.Close();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        slots.Written();
        Assert.Equal(0, unsent.Count);
    }
}
