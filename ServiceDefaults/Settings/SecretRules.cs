using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Settings;

/// <summary>In Production no secret comes by the command line: every user of the machine can read that in the list of processes.</summary>
internal sealed class SecretRules<T>(string section, IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<T>
    where T : class
{
    private static readonly string[] Names =
        [.. typeof(T).GetProperties().Where(property => property.GetCustomAttribute<SecretAttribute>() is not null).Select(property => property.Name)];

    /// <summary>Whether the class has secrets at all.</summary>
    public static bool Apply => Names.Length > 0;

    public ValidateOptionsResult Validate(string? name, T options)
    {
        string[] secrets = [.. Names.Select(secret => $"{section}:{secret}").Where(IsOnCommandLine)];
        return environment.IsProduction() && secrets.Length > 0
            ? ValidateOptionsResult.Fail(secrets.Select(secret =>
                $"{secret} is on the command line, where all users of this machine can read it; set it by the environment variable "
                + $"{secret.Replace(":", "__", StringComparison.Ordinal)}, or in a file."))
            : ValidateOptionsResult.Success;
    }

    private bool IsOnCommandLine(string setting) => configuration is IConfigurationRoot root
        && root.Providers.OfType<CommandLineConfigurationProvider>().Any(provider =>
            (provider.TryGet(setting, out string? value) && value is { Length: > 0 }) || provider.GetChildKeys([], setting).Any());
}
