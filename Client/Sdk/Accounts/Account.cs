using ImOrleans.Client.Json;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Client.Accounts;

/// <summary>
/// The user's own account. Every call asks for the password, and fails with an <see cref="Protocol.Errors.ImException"/>; 1118 for a wrong
/// one.
/// </summary>
public sealed class Account
{
    private readonly Api api;
    private readonly Session session;

    internal Account(Api api, Session session) => (this.api, this.session) = (api, session);

    /// <summary>Changes the password. All other devices are signed out at once; this one stays signed in.</summary>
    /// <param name="oldPassword">The one that holds; 1118 otherwise, 1901 after too many attempts.</param>
    /// <param name="newPassword">8-128 characters; 1102 otherwise.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    /// <exception cref="Storage.ClientStoreException">
    /// The password was changed, but the store did not take the new secret of this device.
    /// </exception>
    public async Task ChangePasswordAsync(string oldPassword, string newPassword, CancellationToken cancellation = default)
    {
        PasswordReply reply = await api.PutAsync(
            "api/accounts/me/password",
            new PasswordRequest { OldPassword = oldPassword, NewPassword = newPassword },
            ClientJson.Wire.PasswordRequest,
            ClientJson.Wire.PasswordReply,
            cancellation).ConfigureAwait(false);
        await session.KeepSecretAsync(reply.DeviceSecret).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes the account for ever, and signs out here. Others see a deleted account, and keep what the user wrote. The store of this
    /// device stays: delete it.
    /// </summary>
    /// <param name="password">Of the account; 1118 otherwise, 1901 after too many attempts, 1117 for an operator.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then unknown.</param>
    public async Task DeleteAsync(string password, CancellationToken cancellation = default)
    {
        await api.DeleteAsync(
            "api/accounts/me", new DeletionRequest { Password = password }, ClientJson.Wire.DeletionRequest, cancellation).ConfigureAwait(false);
        await session.EndAsync(Protocol.Hubs.SignedOutReason.AccountDeleted).ConfigureAwait(false);
    }
}
