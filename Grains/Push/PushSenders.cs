namespace ImOrleans.Grains.Push;

/// <summary>The providers that this silo is configured for, by name.</summary>
internal sealed class PushSenders(IEnumerable<IPushSender> senders)
{
    private readonly Dictionary<string, IPushSender> byProvider = senders.ToDictionary(sender => sender.Provider, StringComparer.Ordinal);

    public IPushSender? Find(string provider) => byProvider.GetValueOrDefault(provider);
}
