namespace ImOrleans.Gateway.Hosting;

/// <summary>How many of each address are here. An address that has none costs nothing.</summary>
internal sealed class AddressCounts(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <returns>False when there are as many as there can be.</returns>
    public bool TryEnter(string address)
    {
        lock (gate)
        {
            int count = counts.GetValueOrDefault(address);
            if (count >= most)
            {
                return false;
            }

            counts[address] = count + 1;
            return true;
        }
    }

    public void Leave(string address)
    {
        lock (gate)
        {
            if (--counts[address] == 0)
            {
                counts.Remove(address);
            }
        }
    }
}
