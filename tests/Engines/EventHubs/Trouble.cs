namespace ImOrleans.Engines.EventHubs;

/// <summary>How a broker that can be reached treats its clients.</summary>
public enum Trouble
{
    None,

    /// <summary>It refuses every event and every new link: <c>server-busy</c>, as a namespace does that is throttled.</summary>
    Busy,

    /// <summary>It takes events and never answers.</summary>
    Silent,
}
