using System.ComponentModel.DataAnnotations;

namespace ImOrleans.Grains.Delivery;

/// <summary>The live lane from silos to gateways. Section <c>Im:Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Im:Delivery";

    /// <summary>
    /// Frames that wait for one gateway. A frame beyond this leaves a "behind" mark, and its recipients are asked to check their heads.
    /// </summary>
    [Range(16, 1_000_000)]
    public int QueueLength { get; init; } = 10_000;

    /// <summary>Frames in one call to a gateway.</summary>
    [Range(1, 10_000)]
    public int FramesPerCall { get; init; } = 256;

    /// <summary>Conversations with a "behind" mark for one gateway. Above this all users of the gateway are asked to check.</summary>
    [Range(1, 100_000)]
    public int MaxBehind { get; init; } = 1_000;

    /// <summary>How long a gateway that does not repeat its registration is believed to be there. Gateways repeat it every 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan RegistrationLifetime { get; init; } = TimeSpan.FromSeconds(60);
}
