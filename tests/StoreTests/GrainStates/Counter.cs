namespace ImOrleans.StoreTests.GrainStates;

[GenerateSerializer, Alias("im.tests.counter")]
internal sealed class Counter
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public string Text { get; set; } = string.Empty;
}
