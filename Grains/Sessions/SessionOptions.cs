using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Sessions;

/// <summary>Section <c>Im:Sessions</c>.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Im:Sessions";

    /// <summary>Devices of one user that can be signed in; one more signs out the one that was seen longest ago.</summary>
    [Range(1, 200)]
    public int MaxDevices { get; init; } = 20;
}
