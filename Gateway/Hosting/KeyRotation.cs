using System.Security.Cryptography;
using ImOrleans.Gateway.Auth;
using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Hosting;

/// <summary>The command <c>keys rotate</c>: a new key signs; the old ones are believed for what they signed before, until that has ended.</summary>
internal static class KeyRotation
{
    private const int Bytes = 48;

    /// <returns>The exit code.</returns>
    public static int Run(WebApplication app)
    {
        AuthOptions options = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        if (options.SigningKey.Length > 0)
        {
            // Whose it is to keep the keys, the operator has decided: this process cannot write there.
            Console.WriteLine($"{AuthOptions.Section}:SigningKey is set by configuration. Put this date and key and a comma before what it holds, and restart the gateways one by one within {options.RotationOverlap};");
            Console.WriteLine($"a gateway that is not restarted yet refuses what the others sign with it. Take the old key out after {options.RefreshTokenLifetime.TotalDays:0} days, or run keys revoke.");
            DateTimeOffset now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            Console.WriteLine(new SigningKeyLine(now, RandomNumberGenerator.GetBytes(Bytes)));
            return 0;
        }

        SigningKeyFile file = app.Services.GetRequiredService<SigningKeyFile>();
        SigningKeys keys = file.Rotate();
        Console.WriteLine($"{file.Path} has {keys.All.Count} keys now. {keys.Current.Id} signs from now on; older tokens live out their time, or end with keys revoke.");
        return 0;
    }
}
