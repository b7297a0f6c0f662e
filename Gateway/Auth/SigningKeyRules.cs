using Microsoft.Extensions.Options;

namespace ImOrleans.Gateway.Auth;

/// <summary>No default secret: outside Development the key is the operator's own.</summary>
internal sealed class SigningKeyRules(IHostEnvironment environment) : IValidateOptions<AuthOptions>
{
    private const string Name = $"{AuthOptions.Section}:SigningKey";
    private const string Cure = "must hold at least 32 random bytes in base64, which are not all alike, or several such keys with commas between; make one with: openssl rand -base64 48";

    public ValidateOptionsResult Validate(string? name, AuthOptions options) => options.SigningKey switch
    {
        "" when environment.IsDevelopment() => ValidateOptionsResult.Success,
        "" => ValidateOptionsResult.Fail($"{Name} is empty; outside Development it {Cure}"),
        string keys when SigningKeys.Decode(keys) is null => ValidateOptionsResult.Fail($"{Name} {Cure}"),
        _ => ValidateOptionsResult.Success,
    };
}
