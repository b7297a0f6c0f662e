namespace ImOrleans.Grains.Accounts;

[GenerateSerializer, Alias("im.account-state")]
internal sealed class AccountState
{
    /// <summary>Empty: the username is free.</summary>
    [Id(0)]
    public string UserId { get; set; } = "";

    [Id(1)]
    public string PasswordHash { get; set; } = "";

    [Id(2)]
    public string DisplayName { get; set; } = "";

    /// <summary>Whether the profile is known to exist. False after a crash between the two writes; the next sign-in repeats it.</summary>
    [Id(3)]
    public bool Introduced { get; set; }

    /// <summary>Whether <see cref="PasswordHash"/> is of the password in Unicode's form C. False in a hash from before that.</summary>
    [Id(4)]
    public bool IsComposed { get; set; }

    /// <summary>One more with each change of the password.</summary>
    [Id(5)]
    public int PasswordVersion { get; set; }

    /// <summary>
    /// The session that changed the password, while others may not have ended for it. Stored with the change, and resumed after a crash.
    /// </summary>
    [Id(6)]
    public string? KeptSession { get; set; }

    /// <summary>Stored before anything is done, and after each step.</summary>
    [Id(7)]
    public DeletionStage Deletion { get; set; }

    /// <summary>The username belongs to a user who can sign in.</summary>
    public bool IsInUse => UserId.Length > 0 && Deletion == DeletionStage.None;

    public bool IsDeleting => Deletion is not (DeletionStage.None or DeletionStage.Done);

    /// <summary>Something is stored that must be gone through to its end.</summary>
    public bool IsUnfinished => KeptSession is not null || IsDeleting;

    /// <summary>Whether the username cannot be registered.</summary>
    /// <param name="reservesDeleted">Usernames of deleted accounts stay reserved.</param>
    public bool IsTaken(bool reservesDeleted) => UserId.Length > 0 && (Deletion != DeletionStage.Done || reservesDeleted);

    public void ChangePassword(string hash, string keptSessionId)
    {
        (PasswordHash, IsComposed, KeptSession) = (hash, true, keptSessionId);
        PasswordVersion++;
    }

    /// <summary>From now on a sign-in fails as for a free username.</summary>
    public void Delete() => (PasswordHash, DisplayName, KeptSession, Deletion) = ("", "", null, DeletionStage.Sessions);
}
