using ImOrleans.Client.Accounts;
using ImOrleans.Client.Errors;
using ImOrleans.Client.Events;
using ImOrleans.Client.Json;
using ImOrleans.Client.Storage;
using ImOrleans.Protocol.Accounts;
using ImOrleans.Protocol.Errors;
using ImOrleans.Protocol.Hubs;

namespace ImOrleans.Client;

/// <content>Accounts and the session on this device.</content>
public sealed partial class ImClient
{
    private readonly SemaphoreSlim signing = new(1);
    private string? owner;

    /// <summary>Makes an account. It does not sign in.</summary>
    /// <param name="username">3-32 of <c>a-z 0-9 . _ -</c>, compared without case; 1101 otherwise, 1103 when it is taken.</param>
    /// <param name="password">8-128 characters; 1102 otherwise.</param>
    /// <param name="displayName">1-64 characters, the username when absent; 1110 otherwise.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>The user id.</returns>
    /// <exception cref="ImException">
    /// A refusal of the server, 1902 after too many registrations; 1801 if the server cannot be reached.
    /// </exception>
    public async Task<string> RegisterAsync(
        string username, string password, string? displayName = null, CancellationToken cancellation = default)
    {
        RegisterRequest request = new() { Username = username, Password = password, DisplayName = displayName };
        HttpContent body = RestCalls.Json(request, ClientJson.Wire.RegisterRequest);
        return (await parts.Rest.AskAsync(
            HttpMethod.Post, "api/accounts", body, ClientJson.Wire.RegisterReply, null, cancellation).ConfigureAwait(false)).Body.UserId;
    }

    /// <summary>Takes up the session that the store has kept, and begins to connect. Needs no connection to return.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>False when the store knows of no session: sign in.</returns>
    /// <exception cref="ClientStoreException">The store cannot be read.</exception>
    public async Task<bool> ResumeAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        await signing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (parts.Session.Current is null && !await parts.Session.RestoreAsync(cancellation).ConfigureAwait(false))
            {
                return false;
            }

            await BeginAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            signing.Release();
        }
    }

    /// <summary>
    /// Signs in, and begins to connect. A store that holds the data of another user is emptied. A client stays with its user: for another
    /// one make another client.
    /// </summary>
    /// <param name="username">Of the account.</param>
    /// <param name="password">Of the account.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <exception cref="ImException">
    /// 1104 when name or password are wrong, 1901 after too many attempts; 1801 when the server cannot be reached.
    /// </exception>
    /// <exception cref="InvalidOperationException">This client is another user's.</exception>
    /// <exception cref="ClientStoreException">The store does not take the session: sign in again when it works.</exception>
    public async Task SignInAsync(string username, string password, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed != 0, this);
        await signing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (owner is null)
            {
                await parts.Session.RestoreAsync(cancellation).ConfigureAwait(false);
            }
            else if (!string.Equals(owner, username, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"This client belongs to {owner}. Make another one for {username}.");
            }

            // The new session replaces the old one of this device. The server would close the old connection with another reason.
            await parts.EndedAsync().ConfigureAwait(false);
            await parts.Connection.StopAsync(ClientState.Offline, null).ConfigureAwait(false);
            await parts.Session.SignInAsync(username, password, cancellation).ConfigureAwait(false);
            await BeginAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (owner is not null && parts.Session.Current is not null)
            {
                // A wrong password does not end the session that there was.
                parts.Connection.Start();
            }

            signing.Release();
        }
    }

    /// <summary>
    /// Ends the session on this device and on the server. Messages and outbox stay in the store. The outbox is sent when the same user
    /// signs in again.
    /// </summary>
    /// <param name="cancellation">Gives up waiting for the server; the session on this device ends all the same.</param>
    /// <returns>
    /// False when the server did not answer: the session stays in the user's list of devices until another device ends it.
    /// </returns>
    /// <exception cref="ClientStoreException">The session has ended here, but the store still has its tokens: delete the store.</exception>
    public async Task<bool> SignOutAsync(CancellationToken cancellation = default)
    {
        if (DeviceId is not { } device)
        {
            return true;
        }

        // Otherwise the connection would report the server's reason for its end instead of the user's sign-out.
        await parts.Connection.StopAsync(ClientState.Offline, null).ConfigureAwait(false);
        bool isTold = false;
        try
        {
            await Devices.SignOutAsync(device, cancellation).ConfigureAwait(false);
            isTold = true;
        }
        catch (ImException refusal)
        {
            isTold = refusal.EndsSession() || refusal.Code == ErrorCode.UnknownDevice;
        }
        catch (Exception error) when (error is OperationCanceledException or ClientStoreException)
        {
            // The user signs out in any case, with or without a server.
        }

        await parts.Session.EndAsync(SignedOutReason.SignedOut).ConfigureAwait(false);
        return isTold;
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (owner is null)
        {
            await parts.Outbox.LoadAsync(cancellation).ConfigureAwait(false);
            owner = parts.Session.Current!.Username;
        }

        parts.Connection.Start();
    }
}
