namespace ImOrleans.Client.Storage;

/// <summary>
/// The store of this device failed: the disk is full, or another process holds or has removed the file. The data of the call was not
/// stored.
/// </summary>
/// <param name="cause">The exception of the store.</param>
public sealed class ClientStoreException(Exception cause) : Exception($"The store failed: {cause.Message}", cause);
