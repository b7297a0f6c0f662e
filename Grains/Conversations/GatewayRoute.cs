namespace ImOrleans.Grains.Conversations;

/// <summary>The members that one gateway has, with the array that frames carry made once for many messages.</summary>
internal sealed class GatewayRoute
{
    private readonly HashSet<string> users = [];
    private string[]? array;

    public string[] UserIds => array ??= [.. users];

    public void Add(string userId)
    {
        if (users.Add(userId))
        {
            array = null;
        }
    }

    /// <returns>How many are left.</returns>
    public int Remove(IEnumerable<string> userIds)
    {
        foreach (string userId in userIds)
        {
            if (users.Remove(userId))
            {
                array = null;
            }
        }

        return users.Count;
    }

    public string[] Except(string userId) => users.Contains(userId) ? [.. users.Where(user => user != userId)] : UserIds;
}
