using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ImOrleans.ServiceDefaults.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ImOrleans.Grains.Accounts;

/// <summary>
/// Hashes of passwords, and whether a password is the one of a hash. Compared in form C, so that the keyboard of another system writes the
/// same password; a hash from before that is compared as it was typed too. All of it runs in the <see cref="PasswordQueue"/>.
/// </summary>
internal sealed class Passwords(IPasswordHasher<AccountState> hasher, PasswordQueue queue, IOptions<AccountOptions> options)
{
    /// <summary>Far above any password; what is longer is not worth normalizing, and is as wrong as any other.</summary>
    private const int LongestGuess = 1024;

    private static readonly AccountState Anybody = new();
    private static readonly byte[] NoSalt = new byte[16];

    /// <param name="isKnown">Whether a known device asks, which goes first.</param>
    public Task<string> HashAsync(string password, bool isKnown = false) => queue.RunAsync(() => Hash(CanonicalForm.Compose(password)), isKnown);

    /// <param name="hash">Empty for an account that does not exist, whose answer takes as long.</param>
    /// <param name="isComposed">The hash is known to be one of form C.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="isKnown">Whether a known device asks, which goes first.</param>
    public Task<PasswordMatch> CompareAsync(string hash, bool isComposed, string password, bool isKnown)
    {
        string guess = password.Length <= LongestGuess ? password : "";
        return queue.RunAsync(() => Compare(hash, isComposed, guess), isKnown);
    }

    private PasswordMatch Compare(string hash, bool isComposed, string password)
    {
        string composed = CanonicalForm.Compose(password);
        string[] forms = [.. new[] { composed, password, CanonicalForm.Decompose(password) }.Distinct(StringComparer.Ordinal)];
        int tried = 0;
        foreach (string form in hash.Length == 0 ? [] : isComposed ? [composed] : forms)
        {
            tried++;
            PasswordVerificationResult result = hasher.VerifyHashedPassword(Anybody, hash, form);
            if (result != PasswordVerificationResult.Failed)
            {
                bool isCurrent = isComposed && result == PasswordVerificationResult.Success;
                return new PasswordMatch(IsRight: true, isCurrent ? null : Hash(composed));
            }
        }

        // Every wrong guess costs the same: the time must not say which usernames exist, nor which of them have old hashes.
        long missing = ((long)forms.Length * options.Value.PasswordIterations) - ((long)tried * RoundsOf(hash));
        if (missing > 0)
        {
            Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(password), NoSalt, (int)Math.Min(missing, int.MaxValue), HashAlgorithmName.SHA512, outputLength: 32);
        }

        return default;
    }

    private string Hash(string composed) => hasher.HashPassword(Anybody, composed);

    /// <summary>Version 3 of the hasher's format has the rounds at byte 5; nothing older was ever stored.</summary>
    private static int RoundsOf(string hash)
    {
        byte[] bytes = Convert.FromBase64String(hash);
        return bytes.Length > 9 ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)) : 0;
    }
}

/// <param name="Replacement">A hash by the present rules to store instead of the one that there is; null when that is one.</param>
internal readonly record struct PasswordMatch(bool IsRight, string? Replacement);
