namespace ImOrleans.Gateway.Delivery;

/// <summary>What a user's silo side should know of this gateway and what it was told. Not synchronized: <see cref="Attachments"/> is.</summary>
internal sealed class Attachment
{
    public int Connections { get; set; }

    /// <summary>Completes with the next attach, or the one in flight; null when nobody asked.</summary>
    public TaskCompletionSource<bool>? Asked { get; set; }

    /// <summary>The user may know this gateway: set before the call, whose outcome can be unknown.</summary>
    public bool Told { get; set; }

    /// <summary>Nobody was here for a moment since the user was last told.</summary>
    public bool Left { get; set; }

    public bool Calling { get; set; }

    /// <summary>Those who asked while the last connection went need no answer from the silo.</summary>
    public void GiveUpAsking()
    {
        Asked?.TrySetResult(false);
        Asked = null;
    }
}
