namespace ImOrleans.Grains.Hosting;

/// <summary>Stores of grain state beside the default one.</summary>
internal static class StateStores
{
    /// <summary>
    /// For states that grow with the number of members: a store that bounds the size of a row keeps them elsewhere. A state does not move
    /// between stores.
    /// </summary>
    public const string Large = "large";
}
