namespace ImOrleans.EndToEndTests.Documents;

/// <summary>One step of <c>Client/Protocol/EXAMPLES.md</c>.</summary>
internal abstract record Example
{
    /// <summary>A REST call. <paramref name="Shape"/> is empty for an answer without a body.</summary>
    internal sealed record Rest(string Method, string Path, string? Token, string Body, int Status, string Shape) : Example;

    /// <summary>A call of the hub; <paramref name="Shape"/> is null when nothing is answered.</summary>
    internal sealed record Call(string Person, string Method, string Arguments, string? Shape) : Example;

    /// <summary>The methods that the server calls at a client.</summary>
    internal sealed record Event(string Person, string Method, string Shape) : Example;
}
