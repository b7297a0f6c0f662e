namespace ImOrleans.Client.Storage;

/// <summary>The store of this device failed: a full disk, a file that somebody else holds or has removed. What was asked for was not kept.</summary>
/// <param name="cause">What the store threw.</param>
public sealed class ClientStoreException(Exception cause) : Exception($"The store failed: {cause.Message}", cause);
