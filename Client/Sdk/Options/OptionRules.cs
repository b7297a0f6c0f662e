using ImOrleans.Client.Errors;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Limits;

namespace ImOrleans.Client;

/// <summary>The ranges of <see cref="ImClientOptions"/>.</summary>
internal static class OptionRules
{
    private const int MaxOtherServers = 100;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public static void Ensure(ImClientOptions options)
    {
        EnsureAddress(options.ServerUri, nameof(options.ServerUri));
        Bounds.Ensure(options.OtherServers.Count, 0, MaxOtherServers);
        foreach (Uri other in options.OtherServers)
        {
            EnsureAddress(other, nameof(options.OtherServers));
        }

        if (!DevicePlatform.All.Contains(options.Platform))
        {
            throw new ArgumentException($"Platform is {options.Platform}; it must be one of {string.Join(", ", DevicePlatform.All)}.", nameof(options));
        }

        Bounds.Ensure(options.DeviceName?.Length ?? 0, 0, ProtocolLimits.NameLength);
        EnsureTimes(options);
        EnsureCounts(options);
    }

    private static void EnsureAddress(Uri? address, string option)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException($"{option} is {address}; it must be an absolute address with http or https.", nameof(address));
        }
    }

    private static void EnsureTimes(ImClientOptions options)
    {
        Bounds.Ensure(options.CallTimeout, Second, 5 * Minute);
        Bounds.Ensure(options.RefreshMargin, Second, 10 * Minute);
        Bounds.Ensure(options.FirstBackoff, TimeSpan.FromMilliseconds(10), Minute);
        Bounds.Ensure(options.MaxBackoff, options.FirstBackoff, 10 * Minute);
        Bounds.Ensure(options.GoodConnection, TimeSpan.Zero, 10 * Minute);
        Bounds.Ensure(options.KeepAlive, Second, 5 * Minute);
        Bounds.Ensure(options.ServerTimeout, 2 * options.KeepAlive, 15 * Minute);
        Bounds.Ensure(options.HoleDelay, TimeSpan.Zero, Minute);
        Bounds.Ensure(options.CheckHeadsJitter, TimeSpan.Zero, Minute);
        Bounds.Ensure(options.AcknowledgementDelay, TimeSpan.Zero, 10 * Second);
    }

    private static void EnsureCounts(ImClientOptions options)
    {
        Bounds.Ensure(options.AcknowledgementBatch, 1, ProtocolLimits.Positions);
        Bounds.Ensure(options.MaxAcknowledgements, ProtocolLimits.Positions, 1_000_000);
        Bounds.Ensure(options.MaxCatchUp, 0, 100_000_000);
        Bounds.Ensure(options.MaxFirstCatchUp, 0, 100_000_000);
        Bounds.Ensure(options.MaxHeadsChecked, 1, 100_000);
        Bounds.Ensure(options.ConversationWindow, 16, 100_000);
        Bounds.Ensure(options.MaxBuffered, 16, 10_000_000);
        Bounds.Ensure(options.MaxTrackers, 1, 1_000_000);
        Bounds.Ensure(options.MaxPulls, 1, 64);
        Bounds.Ensure(options.PageSize, 1, ProtocolLimits.Page);
        Bounds.Ensure(options.MaxOutbox, 1, 1_000_000);
        Bounds.Ensure(options.MaxDraftsPerSend, 1, ProtocolLimits.DraftsPerSend);
        Bounds.Ensure(options.MaxMessageBytes, 1024, 64 * 1024);
        Bounds.Ensure(options.MaxSendBytes, 32 * 1024, ProtocolLimits.SendBytes);
        Bounds.Ensure(options.MaxParallelSends, 1, 64);
        Bounds.Ensure(options.MaxQueuedEvents, 16, 1_000_000);
    }
}
