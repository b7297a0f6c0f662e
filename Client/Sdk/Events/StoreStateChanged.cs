using ImOrleans.Client.Storage;

namespace ImOrleans.Client.Events;

/// <summary>
/// The store began to fail, or works again. While it fails nothing is lost: what cannot be stored is neither handed over nor acknowledged,
/// and is fetched again.
/// </summary>
/// <param name="Error">Why; null when it works again.</param>
public sealed record StoreStateChanged(ClientStoreException? Error);
