namespace ImOrleans.Grains.Accounts;

/// <summary>What is to be done next of a deletion. Each step can be repeated, so that it does not matter where a crash fell.</summary>
[GenerateSerializer, Alias("im.deletion-stage")]
internal enum DeletionStage
{
    /// <summary>The account was not deleted.</summary>
    None = 0,

    /// <summary>Sessions end, and none is opened any more.</summary>
    Sessions = 1,

    /// <summary>Nobody sees any more whether the user is online.</summary>
    Presence = 2,

    /// <summary>The profile becomes a tombstone, while the people who see it can still be found by the user's conversations.</summary>
    Profile = 3,

    /// <summary>The user leaves the groups, direct conversations close, and the index is cleared.</summary>
    Conversations = 4,

    /// <summary>Nothing is left to do.</summary>
    Done = 5,
}
