using ImOrleans.Grains.Conversations;
using ImOrleans.Grains.Devices;
using ImOrleans.Grains.Users;
using ImOrleans.Protocol.Conversations;
using ImOrleans.UnitTests.Hubs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

public sealed class AcknowledgingTests
{
    private readonly Dictionary<string, TaskCompletionSource<long>> asked = [];
    private IndexedUser user = null!;
    private Positions positions = null!;

    [Fact]
    public async Task Conversations_are_notified_side_by_side_and_one_that_does_not_answer_delays_no_other()
    {
        await Begin(conversations: 50);
        Task delivered = positions.DeliverAsync("d1", [.. Enumerable.Range(0, 50).Select(number => At(number, 3))]);
        Assert.Equal(32, asked.Count);
        asked[IndexedUser.NameOf(0)].SetException(new TimeoutException());
        while (asked.Values.FirstOrDefault(answer => !answer.Task.IsCompleted) is { } answer)
        {
            answer.SetResult(2);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => delivered);
        Assert.Equal(0, user.Index.Member(IndexedUser.NameOf(0))!.HeldBy("d1"));
        Assert.All(Enumerable.Range(1, 49), number => Assert.Equal(2, user.Index.Member(IndexedUser.NameOf(number))!.HeldBy("d1")));
    }

    [Fact]
    public async Task Known_and_foreign_ids_are_not_asked_for()
    {
        await Begin(conversations: 1);
        Task delivered = positions.DeliverAsync("d1", [At(0, 5)]);
        asked[IndexedUser.NameOf(0)].SetResult(5);
        await delivered;
        asked.Clear();

        await positions.DeliverAsync("d1", [At(0, 5), At(0, 4), At(7, 1)]);
        Assert.Empty(asked);
    }

    private async Task Begin(int conversations)
    {
        user = await IndexedUser.Load(new UserOptions());
        for (int number = 0; number < conversations; number++)
        {
            user.Join(number);
        }

        IGrainFactory grains = FakeGrains.Of<IGrainFactory>((_, arguments) => FakeGrains.Of<IConversationGrain>(
            (method, _) => method == nameof(IConversationGrain.DeliveredMoved) ? Ask((string)arguments[0]!) : null));
        DeviceOptions options = new();
        SignedInDevices devices = new("anna", grains, options, TimeProvider.System);
        DeviceEvents events = new("anna", devices, new DeviceLanes(options, TimeProvider.System), null!, options, null!, NullLogger.Instance);
        positions = new Positions("anna", user.Index, null!, grains, events, new UserOptions());
    }

    private Task<long> Ask(string conversationId) => (asked[conversationId] = new TaskCompletionSource<long>()).Task;

    private static ConversationPosition At(int number, long seq) => new() { ConversationId = IndexedUser.NameOf(number), Seq = seq };
}
