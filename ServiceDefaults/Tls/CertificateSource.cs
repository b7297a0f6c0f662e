namespace ImOrleans.ServiceDefaults.Tls;

/// <summary>Where a certificate is, and the settings that say so.</summary>
internal sealed record CertificateSource
{
    public required string Setting { get; init; }

    /// <summary>PFX or PEM.</summary>
    public required string File { get; init; }

    public required string KeySetting { get; init; }

    /// <summary>Empty: the key is in <see cref="File"/>.</summary>
    public required string KeyFile { get; init; }

    public required string PasswordSetting { get; init; }

    /// <summary>Null for none.</summary>
    public required string? Password { get; init; }
}
