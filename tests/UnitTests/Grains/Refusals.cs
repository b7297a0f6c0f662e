using ImOrleans.Protocol.Errors;
using Xunit;

namespace ImOrleans.UnitTests.Grains;

/// <summary>A refusal is an <see cref="ImException"/> with its number.</summary>
internal static class Refusals
{
    public static ImException Refused(ErrorCode code, Action act)
    {
        var refusal = Assert.Throws<ImException>(act);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    public static async Task<ImException> Refused(ErrorCode code, Task task)
    {
        var refusal = await Assert.ThrowsAsync<ImException>(() => task);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}
