using ImOrleans.Load.Chat;
using ImOrleans.Protocol.Accounts;

namespace ImOrleans.Load.Checking.Towns;

/// <summary>A device's sign-in. When its token fails for any reason, it signs in again as the same device.</summary>
internal sealed class Session(Accounts accounts, string username, string name) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    /// <summary>Chosen here: a sign-in whose answer was lost is repeated, and must not leave another device behind.</summary>
    private readonly string deviceId = Guid.CreateVersion7().ToString("N");
    private SessionReply? current;

    public async Task<string> TokenAsync()
    {
        await one.WaitAsync();
        try
        {
            current ??= await accounts.SignInAsync(username, new DeviceInfo { DeviceId = deviceId, Platform = "other", Name = name });
            return current.AccessToken;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The next token is a new one.</summary>
    public void Forget() => current = null;

    public void Dispose() => one.Dispose();
}
