namespace ImOrleans.Grains.Operators;

[GenerateSerializer, Alias("im.operators-state")]
internal sealed class OperatorsState
{
    /// <summary>By userId: when the right was granted.</summary>
    [Id(0)]
    public Dictionary<string, DateTimeOffset> Grants { get; set; } = [];

    /// <summary>Whether the username of an earlier version was converted. It is converted once.</summary>
    [Id(1)]
    public bool Converted { get; set; }
}
