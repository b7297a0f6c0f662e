namespace ImOrleans.Client.Events;

/// <summary>Whether the client is connected.</summary>
public enum ClientState
{
    /// <summary>
    /// There is no session yet, or it has ended: on this device, elsewhere, or by a policy. A disposed client is <see cref="Offline"/>.
    /// </summary>
    SignedOut,

    /// <summary>Trying to connect.</summary>
    Connecting,

    /// <summary>Connected. Missed entries are being fetched.</summary>
    Online,

    /// <summary>Not connected; the next try follows by itself, unless the client was disposed. The session stays.</summary>
    Offline,
}

/// <summary>The client's state has changed.</summary>
/// <param name="State">The new one.</param>
/// <param name="Reason">
/// With <see cref="ClientState.SignedOut"/> one of <see cref="Protocol.Hubs.SignedOutReason"/>, or another word of the server; with
/// <see cref="ClientState.Offline"/> a sentence for people, when there is one.
/// </param>
public sealed record ClientStateChanged(ClientState State, string? Reason = null);
