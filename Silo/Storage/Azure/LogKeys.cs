using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Silo.Storage.Azure;

/// <summary>
/// The keys of the message log. A conversation is a partition. The first letter of a row's key says what the row is; numbers are
/// hexadecimal
/// with leading zeros, so that their order is that of the keys.
/// </summary>
internal static class LogKeys
{
    public const string Head = "h";

    /// <summary>The last key of each kind of row.</summary>
    private const char Last = '~';

    private const int Digits = 16;

    /// <summary>
    /// The hash in front spreads conversations over the servers of an account: their ids begin with the time, and so would the keys.
    /// </summary>
    public static string Partition(string conversationId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Hash(conversationId) >> 48:x4}-{KeyText.Of(conversationId)}");

    /// <summary>Which of the accounts of the log has a conversation.</summary>
    public static int Account(string conversationId, int accounts) => (int)(Hash(conversationId) % (ulong)accounts);

    /// <summary>A block of entries, by its last seq: the first key from a seq on is the block that has the seq.</summary>
    public static string Block(long last) => $"e{Number(last)}";

    /// <summary>An entry by which a retry is recognised.</summary>
    public static string Known(string senderId, string clientMessageId) =>
        $"k{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{senderId.Length}:{senderId}{clientMessageId}")).AsSpan(0, 16))}";

    public static string Overlay(long target) => $"o{Number(target)}";

    /// <summary>An overlay, by the entry that caused it.</summary>
    public static string Change(long overlaySeq, long target) => $"c{Number(overlaySeq)}-{Number(target)}";

    /// <summary>Behind all overlays that were caused up to an entry.</summary>
    public static string LastChange(long overlaySeq) => End($"c{Number(overlaySeq)}-");

    /// <summary>An entry about another one.</summary>
    public static string About(long target, string senderId, long seq) => $"{About(target, senderId)}{Number(seq)}";

    public static string About(long target, string senderId) => $"{About(target)}{Hash(senderId):x16}-";

    public static string About(long target) => $"t{Number(target)}-";

    /// <summary>A redacted entry whose old versions are not erased yet.</summary>
    public static string Erasure(long target) => $"x{Number(target)}";

    /// <summary>A part of an append that is not distributed to its rows yet.</summary>
    public static string Journal(int part) => string.Create(CultureInfo.InvariantCulture, $"p{part:x4}");

    /// <summary>Behind all keys that begin so.</summary>
    public static string End(string beginning) => beginning + Last;

    /// <summary>The first key behind another one, and behind nothing but a beginning: after that, all keys have a digit.</summary>
    public static string Behind(string key) => key + '0';

    /// <summary>The number at the end of a key.</summary>
    public static long NumberOf(string key) =>
        long.Parse(key.AsSpan(key.Length - Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The number behind the letter of a key.</summary>
    public static long FirstNumberOf(string key) => long.Parse(key.AsSpan(1, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Hash(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
