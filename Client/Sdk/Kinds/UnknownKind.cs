namespace ImOrleans.Client.Kinds;

/// <summary>A kind that is younger than this client: it counts as the server says, and nothing else.</summary>
internal sealed class UnknownKind : ClientKind
{
    public override string Name => "";

    public override bool IsShown => false;
}
