using System.Globalization;
using System.Text.RegularExpressions;

namespace ImOrleans.Engines.EventHubs;

internal enum PositionKind
{
    Offset,
    Sequence,
    EnqueuedTime,
    Latest,
}

/// <summary>Where a receiver begins, as its link says in the selector <c>amqp.annotation.x-opt-offset > '123'</c>.</summary>
internal sealed partial record PositionFilter(PositionKind Kind, bool IsInclusive, long Value)
{
    /// <summary>Receivers without a selector get everything.</summary>
    public static readonly PositionFilter Everything = new(PositionKind.Offset, IsInclusive: false, -1);

    /// <exception cref="ArgumentException">It is none that the client sends.</exception>
    public static PositionFilter Parse(string selector)
    {
        Match match = Selector().Match(selector);
        if (!match.Success)
        {
            throw new ArgumentException($"The selector '{selector}' is not known.");
        }

        string value = match.Groups["value"].Value;
        return value == "@latest"
            ? new PositionFilter(PositionKind.Latest, IsInclusive: false, 0)
            : new PositionFilter(
                match.Groups["name"].Value switch
                {
                    "offset" => PositionKind.Offset,
                    "sequence-number" => PositionKind.Sequence,
                    _ => PositionKind.EnqueuedTime,
                },
                match.Groups["sign"].Value == ">=",
                long.Parse(value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^amqp\.annotation\.x-opt-(?<name>offset|sequence-number|enqueued-time) (?<sign>>=?) '?(?<value>-?\d+|@latest)'?$")]
    private static partial Regex Selector();
}
