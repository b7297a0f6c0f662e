namespace ImOrleans.EndToEndTests.Refusing;

/// <summary>A REST endpoint, a request to it that is right, and what in that request may be otherwise without being wrong.</summary>
/// <param name="Path">With the names of places in braces, as the OpenAPI document has it.</param>
public sealed record Endpoint(string Method, string Path)
{
    /// <summary>Asked before there is a token.</summary>
    public bool IsOpen { get; init; }

    public object? Body { get; init; }

    public string[] Allowed { get; init; } = [];

    public override string ToString() => $"{Method} {Path}";
}
