using ImOrleans.Gateway.Auth;
using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The command <c>keys revoke</c>: nothing that an older key than the newest has signed is believed, at once and in running gateways too.</summary>
internal static class KeyRevocation
{
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">There is no older key.</exception>
    public static int Run(WebApplication app)
    {
        string[] old = [.. app.Services.GetRequiredService<SigningKeyRing>().Current.All.Skip(1).Select(key => key.Id)];
        if (old.Length == 0)
        {
            throw new StartupException("There is one signing key, which signs; run keys rotate first, and then keys revoke.");
        }

        if (SigningKeys.Decode(app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.SigningKey) is { } configured)
        {
            RevokedKeys revoked = app.Services.GetRequiredService<RevokedKeys>();
            revoked.Write(configured.All.Skip(1).Select(key => key.Id));
            Console.WriteLine($"Written to {revoked.Path}, which all gateways on this data folder obey at once. Take the old keys out of {AuthOptions.Section}:SigningKey.");
        }
        else
        {
            app.Services.GetRequiredService<SigningKeyFile>().Revoke();
        }

        Console.WriteLine($"Revoked {string.Join(", ", old)}: devices whose last tokens they signed sign in again.");
        return 0;
    }
}
