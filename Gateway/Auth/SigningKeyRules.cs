using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>No default secret: outside Development the key is the operator's own.</summary>
internal sealed class SigningKeyRules(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    private const string Cure = $"{AuthOptions.Section}:SigningKey must hold at least 32 random bytes in base64; make one with: openssl rand -base64 48";

    public ValidateOptionsResult Validate(string? name, AuthOptions options) => options.SigningKey switch
    {
        "" when environment.IsDevelopment() => ValidateOptionsResult.Success,
        "" => ValidateOptionsResult.Fail($"{AuthOptions.Section}:SigningKey is empty; outside Development {Cure}"),
        string key when SigningKey.Decode(key) is null => ValidateOptionsResult.Fail(Cure),
        _ => ValidateOptionsResult.Success,
    };
}
