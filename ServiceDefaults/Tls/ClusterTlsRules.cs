using ImOrleans.ServiceDefaults.Startup;
using Microsoft.Extensions.Options;

namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>The files of the certificate can be used. <c>check</c> and each start find out before anything else is started.</summary>
internal sealed class ClusterTlsRules(TimeProvider time) : IValidateOptions<ClusterTlsOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterTlsOptions options)
    {
        if (!options.IsOn || options.Authority.Length == 0)
        {
            // Without an authority, another rule has its sentence.
            return ValidateOptionsResult.Skip;
        }

        try
        {
            ClusterIdentity.Load(options, time);
            return ValidateOptionsResult.Success;
        }
        catch (StartupException refusal)
        {
            return ValidateOptionsResult.Fail(refusal.Message);
        }
    }
}
