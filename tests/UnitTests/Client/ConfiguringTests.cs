using ImOrleans.Client;
using Xunit;

namespace ImOrleans.UnitTests.Client;

public sealed class ConfiguringTests
{
    private static readonly ImClientOptions Good = new() { ServerUri = new Uri("https://chat.example/im") };

    public static TheoryData<string, ImClientOptions> Wrong => new()
    {
        { "ServerUri is ftp://chat.example/; it must be", Good with { ServerUri = new Uri("ftp://chat.example") } },
        { "ServerUri is chat; it must be", Good with { ServerUri = new Uri("chat", UriKind.Relative) } },
        { "Platform is toaster; it must be one of", Good with { Platform = "toaster" } },
        { "is 65; it must be between 0 and 64", Good with { DeviceName = new string('x', 65) } },
        { "CallTimeout is 00:00:00; it must be between 00:00:01 and 00:05:00", Good with { CallTimeout = TimeSpan.Zero } },
        { "MaxBackoff is 00:00:00.1000000; it must be between", Good with { MaxBackoff = TimeSpan.FromMilliseconds(100) } },
        { "ServerTimeout is 00:00:12; it must be between 00:00:24", Good with { ServerTimeout = TimeSpan.FromSeconds(12) } },
        { "MaxOutbox is 0; it must be between 1 and", Good with { MaxOutbox = 0 } },
        { "MaxDraftsPerSend is 33; it must be between 1 and 32", Good with { MaxDraftsPerSend = 33 } },
        { "PageSize is 201; it must be between 1 and 200", Good with { PageSize = 201 } },
        { "ConversationWindow is 1; it must be between 16", Good with { ConversationWindow = 1 } },
        { "MaxPulls is 0; it must be between 1 and 64", Good with { MaxPulls = 0 } },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_setting_outside_its_range_is_refused_in_a_sentence(string sentence, ImClientOptions options) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(() => new ImClient(options)).Message);

    [Fact]
    public async Task Defaults_are_within_the_ranges()
    {
        await using ImClient client = new(Good);
        Assert.Null(client.UserId);
    }
}
