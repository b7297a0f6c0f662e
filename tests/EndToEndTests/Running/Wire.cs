using Xunit;

namespace ImOrleans.EndToEndTests.Running;

/// <summary>How a hub connection writes its calls.</summary>
public enum Wire
{
    Json,
    MessagePack,
}

/// <summary>A test of the hub holds for both.</summary>
public sealed class EachWire : TheoryData<Wire>
{
    public EachWire()
    {
        Add(Wire.Json);
        Add(Wire.MessagePack);
    }
}
