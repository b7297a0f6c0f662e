namespace ImOrleans.Grains.Sessions;

/// <summary>The verdict on a refresh token.</summary>
internal enum RefreshVerdict
{
    /// <summary>Unspent: it is spent now.</summary>
    Good,

    /// <summary>Spent last, a moment ago, and its successor was not used: the answer is given again.</summary>
    Repeated,

    /// <summary>The token was copied.</summary>
    Reused,

    /// <summary>Newer than what is stored: the store was restored from a backup, or never had it.</summary>
    Unknown,
}
