namespace ImOrleans.Gateway.Page;

/// <summary>The page of one version.</summary>
/// <param name="Parts">By path, <c>js/main.js</c>.</param>
internal sealed record PageBuild(string Version, KeptContent Start, IReadOnlyDictionary<string, KeptContent> Parts);
