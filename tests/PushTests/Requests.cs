using System.Security.Cryptography;
using ImOrleans.Grains.Push;

namespace ImOrleans.PushTests;

internal static class Requests
{
    public const string CollapseId = "0123456789abcdef0123456789abcdef";

    public static PushRequest Alert(string token) => new()
    {
        Id = NewId(),
        Token = token,
        Kind = PushKind.Alert,
        ConversationId = "d:anna:bert",
        Seq = 42,
        CollapseId = CollapseId,
        Title = "Anna",
        Body = "Lunch at noon?",
        Avatar = "/avatars/anna",
        Link = "/#/c/d:anna:bert",
        Badge = 3,
        TimeToLive = TimeSpan.FromDays(1),
        Urgent = true,
    };

    public static PushRequest Withdraw(string token) =>
        Alert(token) with { Kind = PushKind.Withdraw, Title = "", Body = "", Badge = 0, Urgent = false };

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
