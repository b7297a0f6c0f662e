namespace ImOrleans.Gateway.Operators;

/// <summary>A page that this process has for its operators.</summary>
/// <param name="Path">Relative to the root of the product, with a slash at its end.</param>
internal sealed record OperatorPage(string Path);
