namespace ImOrleans.Grains.Accounts;

/// <summary>An account whose password was proved.</summary>
/// <param name="PasswordVersion">Of the password that was proved: a session opens only with the newest one.</param>
[GenerateSerializer, Immutable, Alias("im.proven-account")]
public sealed record ProvenAccount([property: Id(0)] string UserId, [property: Id(1)] int PasswordVersion);
