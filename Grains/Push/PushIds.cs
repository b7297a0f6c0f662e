using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImOrleans.Grains.Push;

/// <summary>The ids of notifications: 32 lower-case hexadecimal characters, the same whenever they are computed.</summary>
internal static class PushIds
{
    /// <summary>Of one message on one device. The user is part of it: two users can have devices of the same id.</summary>
    public static string Of(string userId, WaitingPush waiting, long seq)
    {
        string end = waiting.IsWithdrawal ? " withdrawn" : "";
        return Hash(string.Create(CultureInfo.InvariantCulture, $"{userId}/{waiting.DeviceId} {waiting.ConversationId} {seq}{end}"));
    }

    /// <summary>The device shows one notification with it.</summary>
    public static string Collapse(string conversationId) => Hash(conversationId);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
