namespace ImOrleans.Grains.Accounts;

[GenerateSerializer, Alias("im.account-state")]
internal sealed class AccountState
{
    /// <summary>Empty: nobody has the username.</summary>
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
}
