using System.Buffers;

namespace ImOrleans.Push.Sending;

/// <summary>Whether a token looks like one of a provider.</summary>
internal static class TokenForm
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public const int MaxLength = 4_096;

    public static readonly SearchValues<char> Hex = SearchValues.Create("0123456789ABCDEFabcdef");

    public static readonly SearchValues<char> Letters = SearchValues.Create(Alphanumeric);

    /// <summary>Characters that need no escape in an address, and those of base64.</summary>
    public static readonly SearchValues<char> Printable = SearchValues.Create(Alphanumeric + "-._~:!$&'()*+,;=/%|@");

    /// <returns>Null, or one sentence for the client.</returns>
    public static string? FindFault(string token, SearchValues<char> allowed, int minLength, int maxLength) => token switch
    {
        _ when token.Length < minLength || token.Length > maxLength => $"The token must have {minLength} to {maxLength} characters.",
        _ when token.AsSpan().ContainsAnyExcept(allowed) => "The token has a character that tokens of this provider do not have.",
        _ => null,
    };
}
