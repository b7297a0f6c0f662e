namespace ImOrleans.Gateway.Auth;

/// <summary>The keys that prove a token is ours. The first one signs; the others let tokens that were signed before live out their time.</summary>
internal sealed class SigningKeys(params IReadOnlyList<SigningKey> all)
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    public SigningKey Current => all[0];

    public IReadOnlyList<SigningKey> All => all;

    /// <param name="configured">Base64, several separated by commas or blanks.</param>
    /// <returns>Null when there is none, or one of them is no key.</returns>
    public static SigningKeys? Decode(string configured)
    {
        byte[]?[] secrets = [.. configured.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(SigningKey.Decode)];
        return secrets.Length > 0 && Array.TrueForAll(secrets, secret => secret is not null)
            ? new SigningKeys([.. secrets.Select(secret => new SigningKey(secret!))])
            : null;
    }
}
