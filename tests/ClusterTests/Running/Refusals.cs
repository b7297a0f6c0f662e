using ImOrleans.Grains.Conversations;
using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.ClusterTests.Running;

/// <summary>A refusal is an <see cref="ImException"/> with its number.</summary>
internal static class Refusals
{
    public static async Task Refused(ErrorCode code, Task task) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ImException>(() => task)).Code);

    public static async Task Refused(ErrorCode code, Task<SendOutcome> send) => Assert.Equal(code, (await send).Refusal?.Code);
}
