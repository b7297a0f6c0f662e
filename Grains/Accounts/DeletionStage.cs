namespace ImOrleans.Grains.Accounts;

/// <summary>The next step of a deletion. Each step can be repeated, so a crash at any place does not matter.</summary>
[GenerateSerializer, Alias("im.deletion-stage")]
internal enum DeletionStage
{
    /// <summary>The account was not deleted.</summary>
    None = 0,

    /// <summary>Sessions end, and none is opened any more.</summary>
    Sessions = 1,

    /// <summary>The presence of the user is hidden from now on.</summary>
    Presence = 2,

    /// <summary>The profile becomes a tombstone, while the people who see it can still be found by the user's conversations.</summary>
    Profile = 3,

    /// <summary>The user leaves the groups, direct conversations close, and the index is cleared.</summary>
    Conversations = 4,

    /// <summary>All steps are complete.</summary>
    Done = 5,
}
