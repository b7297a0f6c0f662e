using System.Globalization;
using System.Text.RegularExpressions;
using ImOrleans.Protocol.Limits;
using Xunit;

namespace ImOrleans.UnitTests.Architecture;

public sealed partial class LimitTests
{
    [Fact]
    public void The_page_promises_what_the_protocol_promises()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "Gateway/wwwroot/js/net/limits.js"));
        Dictionary<string, int> limits = Bound().Matches(page).ToDictionary(match => match.Groups["name"].Value, match => Product(match.Groups["value"].Value));
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["maxDraftsPerSend"] = ProtocolLimits.DraftsPerSend,
                ["maxMessageBytes"] = ProtocolLimits.MessageBytes,
                ["maxSendBytes"] = ProtocolLimits.SendBytes,
                ["maxHistoryPage"] = ProtocolLimits.Page,
                ["maxSyncHeads"] = ProtocolLimits.SyncHeads,
                ["maxWatched"] = ProtocolLimits.Watched,
                ["NAME_LENGTH"] = ProtocolLimits.NameLength,
            },
            limits);
    }

    private static int Product(string value) => value.Split('*').Aggregate(1, (product, factor) => product * int.Parse(factor, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<name>\w+)(:| =) (?<value>\d[\d *]*)[,;]")]
    private static partial Regex Bound();
}
