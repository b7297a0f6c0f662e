namespace ImOrleans.Client.Accounts;

/// <summary>The addresses of one server. One is in use; a caller that gets no answer there moves all to the next one.</summary>
internal sealed class ServerAddresses(ImClientOptions options)
{
    private readonly Uri[] roots = [.. options.OtherServers.Prepend(options.ServerUri).Select(Root)];
    private int current;

    public int Count => roots.Length;

    /// <summary>With a slash at the end.</summary>
    public Uri Current => roots[Volatile.Read(ref current)];

    /// <summary>No effect when another caller has moved already.</summary>
    /// <param name="failed">The address that did not answer.</param>
    public void MoveFrom(Uri failed)
    {
        int index = Array.IndexOf(roots, failed);
        Interlocked.CompareExchange(ref current, (index + 1) % roots.Length, index);
    }

    private static Uri Root(Uri address) => new(address.AbsoluteUri.TrimEnd('/') + "/");
}
