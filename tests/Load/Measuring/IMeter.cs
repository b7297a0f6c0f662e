namespace ImOrleans.Load.Measuring;

/// <summary>Says what a server has used until now.</summary>
internal interface IMeter
{
    Usage Read();

    /// <summary>The processor time by the parts of the server, where it has more than one.</summary>
    IReadOnlyDictionary<string, TimeSpan> Parts() => new Dictionary<string, TimeSpan>();
}
